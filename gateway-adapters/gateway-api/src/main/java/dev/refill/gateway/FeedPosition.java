package dev.refill.gateway;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How far a feed was read.
 *
 * @param from what happened before is read
 * @param to what happens at this moment or later is not read
 * @param mark the adapter's own note of where it is, {@code null} at the beginning
 */
public record FeedPosition(Instant from, Instant to, @Nullable String mark) {

    public FeedPosition {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to: " + to + " (expected: " + from + " or later)");
        }
    }
}
