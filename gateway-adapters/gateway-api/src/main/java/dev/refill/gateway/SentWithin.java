package dev.refill.gateway;

import java.time.Instant;

/**
 * When a charge or a refund may have taken effect, by our clock: from the first moment at which it can have been sent until the last
 * try must have arrived. Both ends belong to it.
 *
 * @param to not before {@code from}
 */
public record SentWithin(Instant from, Instant to) {

    public SentWithin {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: " + from + " or later)");
        }
    }
}
