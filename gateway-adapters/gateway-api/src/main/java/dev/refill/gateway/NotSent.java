package dev.refill.gateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Provably nothing happened at the provider: the request may be sent again, or to another provider.
 *
 * @param reason why it was not carried out
 * @param retryAfter how long the provider asked us to wait, {@code null} if it did not say
 */
public record NotSent(Reason reason, @Nullable Duration retryAfter) implements ChargeOutcome, LookupOutcome {

    public enum Reason {
        /** No connection could be made. */
        CONNECTION_REFUSED,
        /** The provider answered that it takes no more for now (429). */
        RATE_LIMITED,
        /** Another request with the same operation key is being carried out (409). */
        IN_PROGRESS,
        /** Our own limit of calls in flight is reached. */
        BULKHEAD_FULL,
        /** The provider failed so often that it is not asked for now. */
        BREAKER_OPEN,
        /** The provider refused the request itself (wrong key, wrong parameters): a fault of ours, worth an alarm. */
        REFUSED
    }
}
