package dev.refill.tariff;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * From when until when something can be used: at {@code from} it can, at {@code until} it no longer can.
 *
 * @param until {@code null}: for ever
 */
public record Validity(Instant from, @Nullable Instant until) {

    public Validity {
        if (until != null && !until.isAfter(from)) {
            throw new IllegalArgumentException("until: " + until + " (expected: after " + from + ")");
        }
    }

    public boolean includes(Instant instant) {
        return !instant.isBefore(from) && (until == null || instant.isBefore(until));
    }
}
