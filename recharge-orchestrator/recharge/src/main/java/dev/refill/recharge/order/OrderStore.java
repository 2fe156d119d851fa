package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.OrderWithdrawn;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.routing.Route;
import dev.refill.risk.RiskFacts;

/**
 * Where orders are kept. Every write is part of one statement that commits by itself; all publishers are cold, and a cancel
 * gives up waiting without undoing anything.
 */
public interface OrderStore {

    /**
     * Keeps a new order, or finds the one that its claim made before. Exactly one acceptance.
     *
     * @param route why its gateway was chosen; {@code null}: there was no choice
     * @throws OrderWithdrawn as an error signal if it is of a rule, and its claim was withdrawn or its card removed
     */
    Mono<Acceptance> accept(Order order, @Nullable Route route);

    /** Keeps a new order for whose payment there was no choice. */
    default Mono<Acceptance> accept(Order order) {
        return accept(order, null);
    }

    /**
     * Sees to it that no order of a rule is kept under a claim from now on, if none is yet. Safe to repeat.
     *
     * @return the order that is; empty: there is none, and never will be
     */
    Mono<Order> withdraw(String claimId);

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
    Mono<Named> byOperationKey(OperationKey key);

    /** Empty: no payment is known under that reference. */
    Mono<Named> byReference(GatewayId gateway, ProviderReference reference);

    /**
     * Keeps money of a payment that another one has followed. What was kept first stays.
     *
     * @return what is kept; empty: no other payment has followed it
     */
    Mono<Stray> keepStray(Payment former, Approved seen, Instant at);

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

    /**
     * A payment that was asked for, and its order.
     *
     * @param payment the order's, or one that it had before
     */
    record Named(Order order, Payment payment) {

        /** Whether another payment has followed it. */
        public boolean isFormer() {
            return !payment.operationKey().equals(order.payment().operationKey());
        }

        /** Whether the gateway was asked for it: what another one says of it is not believed, whatever key it names. */
        boolean isAt(GatewayId gateway) {
            return payment.gateway().equals(gateway);
        }
    }

    /**
     * Money of a payment that another one has followed.
     *
     * @param at when it was first heard of
     * @param isNew whether that was now
     */
    record Stray(Money captured, Instant at, boolean isNew) {}

    /** What became of an order that was to be kept. */
    sealed interface Acceptance {

        /** It is kept, and here is what risk wants to know. */
        record New(Order order, RiskFacts facts) implements Acceptance {}

        /** Its claim had made one before. */
        record Known(Order order) implements Acceptance {}
    }
}
