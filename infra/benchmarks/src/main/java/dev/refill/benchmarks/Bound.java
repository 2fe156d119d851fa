package dev.refill.benchmarks;

import java.util.Locale;

/**
 * What has to hold.
 *
 * @param what is compared
 * @param found what was found
 * @param unit of it, {@code x} for a ratio
 * @param limit of it
 * @param atMost whether it may not be above the limit, rather than not below
 */
public record Bound(String what, double found, String unit, double limit, boolean atMost) {

    /** A ratio that may not be below the limit. */
    public static Bound atLeast(String what, double ratio, double limit) {
        return new Bound(what, ratio, "x", limit, false);
    }

    /** Says first what it is about. */
    public Bound about(String subject) {
        return new Bound(subject + what, found, unit, limit, atMost);
    }

    /** Whether it does. */
    public boolean holds() {
        return atMost ? found <= limit : found >= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-88s %6.2f %s (expected: at %s %s): %s", what, found, unit,
                atMost ? "most" : "least", limit, holds() ? "enough" : "NOT ENOUGH");
    }
}
