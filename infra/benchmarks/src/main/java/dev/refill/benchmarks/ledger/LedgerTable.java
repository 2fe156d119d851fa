package dev.refill.benchmarks.ledger;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.Results;

/** Prints medians. */
final class LedgerTable {

    private static final PrintStream OUT = System.out;

    private LedgerTable() {}

    static void head(String postgresVersion, LedgerSettings settings) {
        OUT.printf(Locale.ROOT, "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n",
                Runtime.version().feature(), postgresVersion, Runtime.getRuntime().availableProcessors());
        OUT.printf(Locale.ROOT, "Medians of %d runs of %d s; R2DBC with %d connections.%n", settings.runs(),
                settings.seconds(), settings.pool());
    }

    static void rows(String disk, Results<Point> results) {
        OUT.printf(Locale.ROOT, "%n%-48s                 |       ms       | processor µs a credit%n", disk);
        OUT.println(
                "way                                     accounts callers credits/s |    p50    p99 | postgres  java");
        results.points().forEach(point -> row(point, results.at(point)));
    }

    private static void row(Point point, Figures figures) {
        OUT.printf(Locale.ROOT, "%-39s %-8s %7d %9.0f | %6.2f %6.1f | %8.0f %5s%n", point.way(), point.contention(),
                point.callers(), figures.rate(), figures.p50(), figures.p99(), figures.postgresMicros(),
                point.way().isPgbench() ? "" : String.format(Locale.ROOT, "%.0f", figures.javaMicros()));
    }

    static void verdict(long credits, List<Bound> bounds) {
        OUT.printf(Locale.ROOT, "%nThe books of all ways are right over %,d credits.%n%n", credits);
        bounds.forEach(OUT::println);
    }
}
