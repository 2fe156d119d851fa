package dev.refill.benchmarks.charging;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Results;

/** What debits are held to. */
final class ChargingBounds {

    private ChargingBounds() {}

    /** Each way by as many callers as make it fastest. */
    static Bound ratio(Results<Point> results, Way way, Way against, double least) {
        Point ours = best(results, way);
        Point other = best(results, against);
        return Bound.atLeast(way + " (" + ours.callers() + ") against " + against + " (" + other.callers() + ")",
                results.at(ours).rate() / results.at(other).rate(), least);
    }

    static Point best(Results<Point> results, Way way) {
        return results.best(point -> point.way() == way);
    }
}
