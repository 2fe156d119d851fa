package dev.refill.sandbox.faults;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is to go wrong. The fields are those of the control API's JSON.
 *
 * @param kind what goes wrong
 * @param target the only operation (or, for webhooks, event type) concerned; absent concerns all
 * @param times how often it goes wrong; absent until it is cleared
 * @param millis how long, for delays
 * @param count how many extra copies, how many events to shuffle together, or how many seconds to retry after
 * @param seed of the shuffle
 * @param value the API version or event type to pretend
 */
public record Fault(Kind kind, @Nullable String target, @Nullable Integer times, @Nullable Long millis,
        @Nullable Integer count, @Nullable Long seed, @Nullable String value) {

    /** Nothing waits longer than this, so that a forgotten switch does not hold requests for ever. */
    public static final long LONGEST_DELAY = 10 * 60_000L;
    private static final int MOST_COPIES = 100;
    private static final int MOST_TOGETHER = 10_000;

    public Fault {
        requireNonNull(kind, "kind: absent (expected: what is to go wrong)");
        within("times", times, 1, Integer.MAX_VALUE);
        within("millis", millis, 0, LONGEST_DELAY);
        within("count", count, 0, kind == Kind.WEBHOOK_REORDER ? MOST_TOGETHER : MOST_COPIES);
        if ((kind == Kind.WEBHOOK_API_VERSION || kind == Kind.WEBHOOK_TYPE) && value == null) {
            throw new IllegalArgumentException("value: absent (expected: the text to send instead)");
        }
    }

    public static Fault of(Kind kind) {
        return new Fault(kind, null, null, null, null, null, null);
    }

    public long delay() {
        return millis == null ? 1_000 : millis;
    }

    public int countOr(int otherwise) {
        return count == null ? otherwise : count;
    }

    private static void within(String name, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }
}
