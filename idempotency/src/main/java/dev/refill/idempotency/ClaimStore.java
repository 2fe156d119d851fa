package dev.refill.idempotency;

import java.time.Instant;

import reactor.core.publisher.Mono;

/**
 * Where claims are kept. Every operation is cold, takes effect once per subscription, and is atomic: a cancel either
 * came before it or changed nothing.
 *
 * <p><b>Decision: one table, batched deletes.</b> Dropping a partition per day would be cheaper than deleting, but
 * PostgreSQL enforces uniqueness across partitions only over the partition key, and a key must stay unique over the whole
 * window, not within a day; looking a key up in each day's partition would cost every request for what only the reaper
 * gains. At the expected rates (≤ 10⁸ rows in the window) small batches by an index on the creation time keep up. What
 * would change the decision: deletes that autovacuum cannot follow.
 */
public interface ClaimStore {

    /**
     * Decides what a request is, and claims the key for the caller if nobody holds it.
     *
     * @return exactly one outcome
     */
    Mono<ClaimOutcome> claim(ClaimKey key, Fingerprint fingerprint);

    /**
     * Stores the answer and ends the claim.
     *
     * @return whether it was stored; {@code false} when somebody took the claim over, whose answer will count
     */
    Mono<Boolean> complete(HeldClaim claim, Answer answer);

    /** Forgets the claim, so that the key is free again. Nothing happens when somebody took it over or it is completed. */
    Mono<Void> release(HeldClaim claim);

    /**
     * Ends the lease but keeps the claim: the next request with this key takes it over at once. Nothing happens when
     * somebody did so already or it is completed.
     */
    Mono<Void> lapse(HeldClaim claim);

    /**
     * Deletes expired claims that nobody holds, oldest first.
     *
     * @param createdBefore the end of the window
     * @param atMost how many to delete in one go
     * @return how many were deleted
     */
    Mono<Long> reap(Instant createdBefore, int atMost);
}
