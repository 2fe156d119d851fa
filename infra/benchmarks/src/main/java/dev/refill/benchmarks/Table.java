package dev.refill.benchmarks;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a row as soon as it is measured. */
final class Table {

    private static final PrintStream OUT = System.out;

    void head(int processors, String postgresVersion) {
        OUT.printf(Locale.ROOT,
                "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n%n",
                Runtime.version().feature(), postgresVersion, processors);
        OUT.println("                                    |            ms            |         | processor ms each");
        OUT.println(
                "what            connections    rate |    p50     p99  to rest | refused | app     sandbox postgres  driver  all");
    }

    void pgbench(int clients, double rate) {
        OUT.printf(Locale.ROOT, "%-15s %11d %7.0f |%n", "pgbench TPC-B", clients, rate);
    }

    void orders(OrdersBenchmark.Measured row) {
        Stack.Usage usage = row.usage();
        row("orders", row, usage.application(), usage.sandbox(), usage.postgres(), usage.driver());
    }

    void echo(OrdersBenchmark.Measured row) {
        row("WebFlux echo", row, row.usage().echo(), 0, 0, row.usage().driver());
    }

    private static void row(String what, OrdersBenchmark.Measured row, long server, long sandbox, long postgres,
            long driver) {
        double count = row.seen().answers();
        OUT.printf(Locale.ROOT, "%-15s %11d %7.0f | %6.1f %7.1f %8d | %7d | %-7.2f %-7.2f %-8.2f %-7.2f %.2f%n", what,
                row.connections(), row.rate(), row.seen().millisAt(0.5), row.seen().millisAt(0.99), row.drainMillis(),
                row.refused(),
                server / count, sandbox / count, postgres / count, driver / count,
                (server + sandbox + postgres + driver) / count);
    }
}
