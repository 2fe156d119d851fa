package dev.refill.benchmarks.ledger;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came out at a point.
 *
 * @param rate credits a second
 * @param p50 milliseconds that half of the calls took at most
 * @param p99 milliseconds that all but a hundredth of the calls took at most
 * @param postgresMicros of PostgreSQL's processor time for a credit
 * @param javaMicros of this process's processor time for a credit; pgbench is another one
 */
record Figures(double rate, double p50, double p99, double postgresMicros, double javaMicros) {

    /** Each figure by itself. */
    static Figures median(List<Figures> runs) {
        return new Figures(median(runs, Figures::rate), median(runs, Figures::p50), median(runs, Figures::p99),
                median(runs, Figures::postgresMicros), median(runs, Figures::javaMicros));
    }

    private static double median(List<Figures> runs, ToDoubleFunction<Figures> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
