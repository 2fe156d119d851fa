package dev.refill.tariff.plan;

/**
 * In which steps usage counts: a first one, whole however little is used of it, and then equal ones. What telephony calls
 * 60/1 is a first minute and then single seconds.
 *
 * @param first 1 or more, in the unit of usage
 * @param next 1 or more
 */
public record Increments(long first, long next) {

    public Increments {
        if (first < 1 || next < 1) {
            throw new IllegalArgumentException("increments: " + first + "/" + next + " (expected: 1 or more)");
        }
    }

    /**
     * What a quantity counts as: nothing for nothing, else the first increment and as many next ones as were begun.
     *
     * @throws ArithmeticException where that leaves the range of a long
     */
    public long counted(long quantity) {
        if (quantity == 0) {
            return 0;
        }
        long begun = Math.ceilDiv(Math.max(0, quantity - first), next);
        return Math.addExact(first, Math.multiplyExact(begun, next));
    }
}
