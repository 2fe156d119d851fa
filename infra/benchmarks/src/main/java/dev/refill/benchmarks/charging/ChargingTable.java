package dev.refill.benchmarks.charging;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.Results;

/** Prints medians. */
final class ChargingTable {

    private static final PrintStream OUT = System.out;

    private ChargingTable() {}

    static void head(String postgresVersion, ChargingSettings settings) {
        OUT.printf(Locale.ROOT, "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n",
                Runtime.version().feature(), postgresVersion, Runtime.getRuntime().availableProcessors());
        OUT.printf(Locale.ROOT, "Medians of %d runs of %d s.%n", settings.runs(), settings.seconds());
    }

    static void rows(String where, Results<Point> results) {
        OUT.printf(Locale.ROOT, "%n%-30s                  |       ms       | processor µs each%n", where);
        OUT.println("way                            callers debits/s |    p50    p99 | postgres  java");
        results.points().stream()
                .sorted((one, other) -> one.way().compareTo(other.way()))
                .forEach(point -> row(point.way(), Integer.toString(point.callers()), results.at(point)));
    }

    private static void row(Way way, String callers, Figures figures) {
        boolean isPgbench = PlainDebits.WAYS.contains(way);
        OUT.printf(Locale.ROOT, "%-30s %7s %8.0f | %6.2f %6.1f | %8.0f %5s%n", way, callers, figures.rate(),
                figures.p50(), figures.p99(), figures.postgresMicros(),
                isPgbench ? "" : String.format(Locale.ROOT, "%.0f", figures.javaMicros()));
    }

    static void halfLoad(Results<Way> results, long refused) {
        OUT.printf(Locale.ROOT, "%nAt half of the best rate, from when a request was due%n");
        results.points().forEach(way -> row(way, "", results.at(way)));
        OUT.printf(Locale.ROOT, "Requests that were refused for now: %,d.%n", refused);
    }

    static void sizes(int callers, Results<Crowd> results) {
        OUT.printf(Locale.ROOT, "%nIn process, %d callers, from a checkpoint on%n", callers);
        OUT.println("                             |       ms       | processor µs each | each");
        OUT.println("   buckets     MB   debits/s |    p50    p99 | postgres      java | bytes logged  pages read");
        for (Crowd crowd : results.points()) {
            Figures figures = results.at(crowd);
            OUT.printf(Locale.ROOT, "%,10d %6d %10.0f | %6.1f %6.1f | %8.0f  %8.0f | %12.0f %11.2f%n", crowd.buckets(),
                    crowd.megabytes(), figures.rate(), figures.p50(), figures.p99(), figures.postgresMicros(),
                    figures.javaMicros(), crowd.cost().bytesEach(), crowd.cost().pagesEach());
        }
    }

    static void verdict(long debits, List<Bound> bounds) {
        OUT.printf(Locale.ROOT, "%nThe books are right over %,d debits.%n%n", debits);
        bounds.forEach(OUT::println);
        OUT.printf(Locale.ROOT, "%ncharging: %s: %d of %d bounds hold%n",
                bounds.stream().map(ChargingTable::figure).collect(Collectors.joining(", ")),
                bounds.stream().filter(Bound::holds).count(), bounds.size());
    }

    private static String figure(Bound bound) {
        return String.format(Locale.ROOT, "%.2f %s", bound.found(), bound.unit());
    }
}
