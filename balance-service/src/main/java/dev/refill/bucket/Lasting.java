package dev.refill.bucket;

import java.time.Duration;

/**
 * How long the credit of a top-up can be spent.
 *
 * @param policy of what it moves the end
 * @param period whole days, 1 to 3650
 */
public record Lasting(Policy policy, Duration period) {

    private static final long MOST_DAYS = 3_650;

    public Lasting {
        if (!period.equals(Duration.ofDays(period.toDays())) || period.toDays() < 1 || period.toDays() > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "how long credit lasts: " + period + " (expected: whole days, 1 to " + MOST_DAYS + ")");
        }
    }

    /** What happens to credit that is there already. */
    public enum Policy {
        /** All credit that is not a lot, and not for ever, lasts so much longer than it did. */
        EXTEND,
        /** All of that lasts so long from now on, or as long as it did, whichever ends later. */
        LATEST,
        /** Nothing: the new credit is a bucket of its own. */
        LOT
    }
}
