package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.risk.RiskFacts;

/**
 * Where orders are kept. Every write is part of one statement that commits by itself; all publishers are cold, and a cancel
 * gives up waiting without undoing anything.
 */
public interface OrderStore {

    /** Keeps a new order, or finds the one that its claim made before. Exactly one acceptance. */
    Mono<Acceptance> accept(Order order);

    /**
     * Commits a change, provided that the order still is as it was read.
     *
     * @return the order as it now stands
     * @throws OrderOvertaken as an error signal if it is not
     */
    Mono<Order> change(Order order, OrderChange change);

    /** Empty: no such order. */
    Mono<Order> byId(RechargeId id);

    /** Empty: no order was made under that claim. */
    Mono<Order> byClaim(String claimId);

    /** Empty: no payment has that key. */
    Mono<Order> byOperationKey(OperationKey key);

    /** Empty: no payment is known under that reference. */
    Mono<Order> byReference(GatewayId gateway, ProviderReference reference);

    /** The facts about an order's number as they were when it was accepted. */
    Mono<RiskFacts> riskFacts(Order order);

    /**
     * Takes orders whose next attempt is due, for this caller alone until the lease ends.
     *
     * @param limit at most so many, the longest overdue first
     */
    Flux<Order> takeDue(Instant now, Duration lease, int limit);

    /**
     * Sets the next attempt of an order that is still as {@link #takeDue} handed it out; does nothing otherwise. Each
     * taking counts an attempt, so a holder whose lease has passed cannot move what another one has taken since.
     * Completes empty.
     */
    Mono<Void> reschedule(Order order, Instant nextAttemptAt);

    /** What became of an order that was to be kept. */
    sealed interface Acceptance {

        /** It is kept, and here is what risk wants to know. */
        record New(Order order, RiskFacts facts) implements Acceptance {}

        /** Its claim had made one before. */
        record Known(Order order) implements Acceptance {}
    }
}
