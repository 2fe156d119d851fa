package dev.refill.recharge.refund;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.ProviderReference;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.order.Cause;

/**
 * Where refunds are kept. Every write is one statement that commits by itself; all publishers are cold, and a cancel gives up
 * waiting without undoing anything.
 */
public interface RefundStore {

    /** Empty: no such order. */
    Mono<Refundable> refundable(RechargeId recharge);

    /**
     * Keeps a new refund, provided that its order and everything that went back of it is as it was read.
     *
     * @param of as it was read
     * @param nextAttemptAt when the completer looks; {@code null} exactly where it does not
     */
    Mono<Keeping> request(Refund refund, Refundable of, RefundEvent event, Cause cause,
            @Nullable Instant nextAttemptAt);

    /** What became of a refund that was to be kept. */
    enum Keeping {
        /** It is kept, and its amount cannot be given back by another. */
        KEPT,
        /** Its claim had made one before. */
        KNOWN,
        /** Another refund or a dispute came in between: read again. */
        STALE,
        /** The order is not so far that something of it could go back. */
        NOT_SETTLED,
        /** More than is left of what was captured. */
        EXCEEDS
    }

    /**
     * Commits a change, provided that the refund still is as it was read, and, of an approval, that refunds and disputes together do
     * not take more than was captured.
     *
     * @return the refund as it now stands
     * @throws RefundOvertaken as an error signal if it is not
     */
    Mono<Refund> change(Refund refund, RefundChange change);

    /** Empty: no such refund. */
    Mono<Refund> byId(RefundId id);

    /** Empty: no refund was made under that claim. */
    Mono<Refund> byClaim(String claimId);

    /** Empty: no refund is known under that reference. */
    Mono<Refund> byReference(GatewayId gateway, ProviderReference reference);

    /** An order's refunds, the oldest first; few, as each takes something of what was captured. */
    Flux<Refund> of(RechargeId recharge);

    /** What a refund went through, from the first. */
    Flux<RefundStep> steps(RefundId id);

    /** Takes refunds whose next attempt is due, for this caller alone until the lease ends; the longest overdue first. */
    Flux<Refund> takeDue(Instant now, Duration lease, int most);

    /**
     * Sets the next attempt of a refund that is still as {@link #takeDue} handed it out; does nothing otherwise. Completes
     * empty.
     */
    Mono<Void> reschedule(Refund refund, Instant nextAttemptAt);
}
