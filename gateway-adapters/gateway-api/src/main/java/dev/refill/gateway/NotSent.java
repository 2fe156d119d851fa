package dev.refill.gateway;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Provably this request changed nothing at the provider. Whether it may be sent again, and whether to another provider,
 * is told by its {@link Reason}.
 *
 * @param reason why it was not carried out
 * @param retryAfter how long the provider asked us to wait, {@code null} if it did not say
 */
public record NotSent(Reason reason, @Nullable Duration retryAfter) implements Unresolved {

    // @formatter:off
    public enum Reason {
        /** No connection could be made. */
        CONNECTION_REFUSED(true, true),
        /** The provider answered that it takes no more for now (429). */
        RATE_LIMITED(true, true),
        /** Another request with the same operation key is being carried out (409): that one may yet charge. */
        IN_PROGRESS(true, false),
        /** Our own limit of calls in flight is reached. */
        BULKHEAD_FULL(true, true),
        /** The provider failed so often that it is not asked for now. */
        BREAKER_OPEN(false, true),
        /** The provider refused the request itself (wrong key, wrong parameters): a fault of ours, worth an alarm. */
        REFUSED(false, true);
        // @formatter:on

        private final boolean passesSoon;
        private final boolean mayFailOver;

        Reason(boolean passesSoon, boolean mayFailOver) {
            this.passesSoon = passesSoon;
            this.mayFailOver = mayFailOver;
        }

        /** Whether the same request may well be carried out within a second or two. */
        public boolean passesSoon() {
            return passesSoon;
        }

        /** Whether another provider may be tried now without the danger of charging twice. */
        public boolean mayFailOver() {
            return mayFailOver;
        }
    }
}
