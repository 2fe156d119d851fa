package dev.refill.recharge.order;

import java.time.Clock;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.gateway.PaymentObservation;
import dev.refill.recharge.RechargeEvent;
import dev.refill.recharge.RechargeState;

/**
 * The one way by which news of a payment reaches its order, whoever brings it. Idempotent: old news changes nothing, and
 * two messengers at once make one change.
 */
public final class SettleRecharge {

    /** So many messengers may bring different news of one payment in the same moment. */
    private static final int MOST_OVERTAKINGS = 8;

    private final OrderStore store;
    private final Settlement settlement;
    private final CreditRecharge credit;
    private final PhaseTimer phases;
    private final Clock clock;

    public SettleRecharge(OrderStore store, Settlement settlement, CreditRecharge credit, PhaseTimer phases,
            Clock clock) {
        this.store = store;
        this.settlement = settlement;
        this.credit = credit;
        this.phases = phases;
        this.clock = clock;
    }

    /**
     * Applies an observation, and credits the order if it is paid by then.
     *
     * @param order as it was read; it is read again if it was changed meanwhile
     * @return the order after that
     */
    public Mono<Order> apply(Order order, PaymentObservation seen, Cause cause) {
        return note(order, seen, cause).flatMap(credit::creditIfPaid);
    }

    /**
     * The same for a messenger to whom nobody listens. An order that was paid before its news came is about to be credited
     * by whoever noted the payment, and by the completer if that one is gone: a second credit would only be looked up and
     * found.
     */
    public Mono<Order> applyAside(Order order, PaymentObservation seen, Cause cause) {
        return order.state() == RechargeState.PAID
                ? note(order, seen, cause)
                : apply(order, seen, cause);
    }

    private Mono<Order> note(Order order, PaymentObservation seen, Cause cause) {
        return phases.timed("settle", settle(order, seen, cause))
                .onErrorResume(OrderOvertaken.class, overtaken -> settleAnew(order, seen, cause));
    }

    /** Applies an event that carries no observation, if the state allows it. */
    public Mono<Order> apply(Order order, RechargeEvent event, Cause cause) {
        return Mono.justOrEmpty(settlement.change(order, event, cause, Instants.now(clock)))
                .flatMap(change -> store.change(order, change))
                .onErrorResume(OrderOvertaken.class, overtaken -> store.byId(order.id()))
                .defaultIfEmpty(order);
    }

    private Mono<Order> settleAnew(Order order, PaymentObservation seen, Cause cause) {
        return Mono.defer(() -> store.byId(order.id()))
                .flatMap(fresh -> settle(fresh, seen, cause))
                .retryWhen(Retry.max(MOST_OVERTAKINGS).filter(OrderOvertaken.class::isInstance));
    }

    private Mono<Order> settle(Order order, PaymentObservation seen, Cause cause) {
        return Mono.justOrEmpty(settlement.decide(order, seen, cause, Instants.now(clock)))
                .flatMap(change -> store.change(order, change))
                .defaultIfEmpty(order);
    }
}
