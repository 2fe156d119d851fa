package dev.refill.recharge.order;

import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.Cancels;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unresolved;

/**
 * Has the provider see to it that an unpaid payment can no longer be paid, and applies what it says. Whatever is not
 * certain changes nothing: the order rests where it is and is tried again.
 */
public final class ClosePayment {

    private static final Logger log = LoggerFactory.getLogger(ClosePayment.class);

    private final Gateways gateways;
    private final SettleRecharge settle;
    private final PhaseTimer phases;

    public ClosePayment(Gateways gateways, SettleRecharge settle, PhaseTimer phases) {
        this.gateways = gateways;
        this.settle = settle;
        this.phases = phases;
    }

    /** Whether the order's provider can be asked to close what it holds of it. */
    boolean isPossible(Order order) {
        return cancelsOf(order).isPresent() && order.payment().reference() != null;
    }

    /** The order after the provider was asked; the same order where it cannot be, or did not say. */
    Mono<Order> close(Order order) {
        ProviderReference reference = order.payment().reference();
        return reference == null
                ? Mono.just(order)
                : Mono.justOrEmpty(cancelsOf(order))
                        .flatMap(cancels -> phases.timed("cancel",
                                cancels.cancel(new CancelCommand(order.payment().operationKey(), reference))))
                        .flatMap(outcome -> apply(order, outcome))
                        .defaultIfEmpty(order);
    }

    private Optional<Cancels> cancelsOf(Order order) {
        return gateways.get(order.payment().gateway()).cancels();
    }

    private Mono<Order> apply(Order order, CancelOutcome outcome) {
        return switch (outcome) {
            case PaymentObservation seen -> settle.apply(order, seen, new Cause(order.payment().gateway().value(),
                    Cause.Source.ANSWER, seen.reference().value()));
            case Unresolved unresolved -> {
                log.warn("{}: it is not known whether its payment was closed: {}", order.id(), unresolved);
                yield Mono.just(order);
            }
        };
    }
}
