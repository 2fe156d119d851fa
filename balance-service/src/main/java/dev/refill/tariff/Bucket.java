package dev.refill.tariff;

/** What a subscriber has to pay usage with, as it is just now. */
public sealed interface Bucket {

    /** The caller's own name of it, unique among the buckets of one subscriber. */
    String id();

    /** What can be drawn, 0 or more. */
    long left();

    Validity validity();

    /** Of two that expire together the lower one is drawn first. */
    int priority();

    /**
     * Free usage.
     *
     * @param allowance its name in the plan, which says where it counts
     * @param left in the unit of usage
     */
    record Free(String id, String allowance, long left, Validity validity, int priority) implements Bucket {

        public Free {
            requireNotNegative(id, left);
        }
    }

    /**
     * Credit.
     *
     * @param left in minor units of the plan's unit
     */
    record Credit(String id, long left, Validity validity, int priority) implements Bucket {

        public Credit {
            requireNotNegative(id, left);
        }
    }

    private static void requireNotNegative(String id, long left) {
        if (left < 0) {
            throw new IllegalArgumentException("bucket " + id + ": " + left + " (expected: 0 or more)");
        }
    }
}
