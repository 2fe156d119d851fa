package dev.refill.benchmarks;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * What came out of a measurement.
 *
 * @param rate things done a second
 * @param p50 milliseconds that half of the calls took at most
 * @param p99 milliseconds that all but a hundredth of the calls took at most
 * @param postgresMicros of PostgreSQL's processor time for each thing
 * @param javaMicros of a Java process's processor time for each thing
 */
public record Figures(double rate, double p50, double p99, double postgresMicros, double javaMicros) {

    /**
     * Does the work and looks what it took.
     *
     * @param java the process whose time is taken
     * @param each how many things a call does
     */
    public static Figures measured(Database database, long java, int each, Supplier<Paced> work) {
        long postgresBefore = ProcessorTime.ofFamily(database.postmaster());
        long javaBefore = ProcessorTime.ofProcess(java);
        Paced paced = work.get();
        double done = (double) paced.seen().answers() * each;
        return new Figures(paced.rate() * each, paced.seen().millisAt(0.5), paced.seen().millisAt(0.99),
                (ProcessorTime.ofFamily(database.postmaster()) - postgresBefore) * 1000 / done,
                (ProcessorTime.ofProcess(java) - javaBefore) * 1000 / done);
    }

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
