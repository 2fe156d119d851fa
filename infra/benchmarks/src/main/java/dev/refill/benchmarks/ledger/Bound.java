package dev.refill.benchmarks.ledger;

import java.util.List;
import java.util.Locale;

/**
 * A ratio that has to hold.
 *
 * @param what is compared
 * @param ratio that was found
 * @param limit of the ratio
 * @param atMost whether the ratio may not be above the limit, rather than not below
 */
record Bound(String what, double ratio, double limit, boolean atMost) {

    private static final int CROWD = 256;

    /** All of them; the crowd is held against the number of clients with which pgbench is fastest. */
    static List<Bound> all(Results usual, Results slowDisk) {
        return List.of(
                rate(usual, Contention.HOT, crowd(Contention.HOT, Way.TRANSACTION), 15),
                rate(usual, Contention.HOT, crowd(Contention.HOT, Way.ROUND_TRIP), 8),
                rate(usual, Contention.HOT, usual.best(Contention.HOT, Way.PGBENCH_ROUND_TRIP), 5),
                rate(usual, Contention.HOT, usual.best(Contention.HOT, Way.PGBENCH_BATCH), 0.5),
                rate(usual, Contention.UNIFORM, crowd(Contention.UNIFORM, Way.ROUND_TRIP), 2),
                loneCaller(usual),
                rate(slowDisk, Contention.HOT, crowd(Contention.HOT, Way.ROUND_TRIP), 18)
                        .about("disk 1 ms slower: "));
    }

    private static Point crowd(Contention contention, Way way) {
        return new Point(contention, CROWD, way);
    }

    private static Bound rate(Results results, Contention contention, Point other, double least) {
        double ours = results.at(crowd(contention, Way.LEDGER)).rate();
        return new Bound(contention + ", " + CROWD + " callers, credits/s against " + other.way()
                + " (" + other.callers() + ")", ours / results.at(other).rate(), least, false);
    }

    private static Bound loneCaller(Results results) {
        double ours = results.at(new Point(Contention.HOT, 1, Way.LEDGER)).p50();
        double other = results.at(new Point(Contention.HOT, 1, Way.ROUND_TRIP)).p50();
        return new Bound("hot, 1 caller, p50 against " + Way.ROUND_TRIP, ours / other, 1.2, true);
    }

    private Bound about(String disk) {
        return new Bound(disk + what, ratio, limit, atMost);
    }

    boolean holds() {
        return atMost ? ratio <= limit : ratio >= limit;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-88s %6.2f x (expected: at %s %.1f): %s", what, ratio,
                atMost ? "most" : "least", limit, holds() ? "enough" : "NOT ENOUGH");
    }
}
