package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import dev.refill.gateway.Declined;
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
    private final Cascade cascade;
    private final StrayPayments strays;
    private final CreditRecharge credit;
    private final PhaseTimer phases;
    private final Clock clock;

    public SettleRecharge(OrderStore store, Settlement settlement, Cascade cascade, StrayPayments strays,
            CreditRecharge credit, PhaseTimer phases, Clock clock) {
        this.store = store;
        this.settlement = settlement;
        this.cascade = cascade;
        this.strays = strays;
        this.credit = credit;
        this.phases = phases;
        this.clock = clock;
    }

    /**
     * Applies an observation, and credits the order if it is paid by then.
     *
     * @param order as it was read, whose payment the observation is of; it is read again if it was changed meanwhile
     * @return the order after that; if it goes on at another provider, the completer is about to send its next payment
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

    /** Hears news of a payment that another one has followed: nothing of it is applied to the order. */
    Mono<Order> hearOfFormer(OrderStore.Named named, PaymentObservation seen, Cause cause) {
        return strays.hear(named.order(), named.payment(), seen, cause);
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
                .flatMap(fresh -> settleIfPresent(fresh, order.payment(), seen, cause))
                .retryWhen(Retry.max(MOST_OVERTAKINGS).filter(OrderOvertaken.class::isInstance));
    }

    /** Another payment may have followed the one that the news is of: news of one is never news of another. */
    private Mono<Order> settleIfPresent(Order fresh, Payment of, PaymentObservation seen, Cause cause) {
        return fresh.payment().operationKey().equals(of.operationKey())
                ? settle(fresh, seen, cause)
                : strays.hear(fresh, of, seen, cause);
    }

    private Mono<Order> settle(Order order, PaymentObservation seen, Cause cause) {
        return Mono.justOrEmpty(decide(order, seen, cause.seeing(seen), Instants.now(clock)))
                .flatMap(change -> store.change(order, change))
                .defaultIfEmpty(order);
    }

    /** Who brings news sends nothing: the next payment is due at once, and the completer's to send. */
    private Optional<OrderChange> decide(Order order, PaymentObservation seen, Cause cause, Instant now) {
        Optional<OrderChange> onward = seen instanceof Declined declined
                ? cascade.afterDecline(order, declined, cause, now).map(change -> change.dueAt(now))
                : Optional.empty();
        return onward.or(() -> settlement.decide(order, seen, cause, now));
    }
}
