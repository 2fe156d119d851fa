package dev.refill.benchmarks.ledger;

import java.util.List;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Results;

/** The ratios that have to hold; the crowd is held against the number of clients with which pgbench is fastest. */
final class Bounds {

    private static final int CROWD = 256;

    private Bounds() {}

    static List<Bound> all(Results<Point> usual, Results<Point> slowDisk) {
        return List.of(
                rate(usual, Contention.HOT, crowd(Contention.HOT, Way.TRANSACTION), 15),
                rate(usual, Contention.HOT, crowd(Contention.HOT, Way.ROUND_TRIP), 8),
                rate(usual, Contention.HOT, best(usual, Way.PGBENCH_ROUND_TRIP), 5),
                rate(usual, Contention.HOT, best(usual, Way.PGBENCH_BATCH), 0.5),
                rate(usual, Contention.UNIFORM, crowd(Contention.UNIFORM, Way.ROUND_TRIP), 2),
                loneCaller(usual),
                rate(slowDisk, Contention.HOT, crowd(Contention.HOT, Way.ROUND_TRIP), 18)
                        .about("disk 1 ms slower: "));
    }

    private static Point crowd(Contention contention, Way way) {
        return new Point(contention, CROWD, way);
    }

    private static Point best(Results<Point> results, Way way) {
        return results.best(point -> point.contention() == Contention.HOT && point.way() == way);
    }

    private static Bound rate(Results<Point> results, Contention contention, Point other, double least) {
        double ours = results.at(crowd(contention, Way.LEDGER)).rate();
        return Bound.atLeast(contention + ", " + CROWD + " callers, credits/s against " + other.way()
                + " (" + other.callers() + ")", ours / results.at(other).rate(), least);
    }

    private static Bound loneCaller(Results<Point> results) {
        double ours = results.at(new Point(Contention.HOT, 1, Way.LEDGER)).p50();
        double other = results.at(new Point(Contention.HOT, 1, Way.ROUND_TRIP)).p50();
        return new Bound("hot, 1 caller, p50 against " + Way.ROUND_TRIP, ours / other, "x", 1.2, true);
    }
}
