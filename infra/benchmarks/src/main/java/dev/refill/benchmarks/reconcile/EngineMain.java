package dev.refill.benchmarks.reconcile;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Locale;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.ReconcileConfiguration;
import dev.refill.finance.reconcile.ReconcileOutcome;
import dev.refill.finance.reconcile.ReconcileProperties;
import dev.refill.finance.reconcile.Reconciliation;
import dev.refill.finance.reconcile.Side;
import dev.refill.finance.reconcile.TakenIn;
import dev.refill.finance.reconcile.file.LineFile;
import dev.refill.finance.reconcile.rule.CutOff;
import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.LineKey;

/**
 * The engine in a process of its own, whose heap is bounded. It is told where lines are and where the database is, and nothing of faults. The
 * last line that it prints are its seconds and the most heap it had in use, in MiB.
 */
final class EngineMain {

    private static final PrintStream OUT = System.out;
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final Pair PAIR = new Pair(new PairId("stripe"), true);
    private static final int WARM_DAYS = 20;
    private static final int WARM_LINES = 500;
    /** It asks for one thing at a time. */
    private static final int CONNECTIONS = 1;
    private static final double MEBI = 1 << 20;

    private EngineMain() {}

    /** Whether to take in ({@code take-in ours.csv theirs.csv}) or to reconcile ({@code reconcile day}), behind url, user and password. */
    public static void main(String[] arguments) {
        ConnectionPool pool = pool(arguments);
        Reconciliation reconciliation = ReconcileConfiguration.over(pool, Clock.systemUTC(),
                ReconcileProperties.standard());
        warmUp(reconciliation, new Pair(new PairId("warm-up-" + arguments[3]), true));
        long begin = System.nanoTime();
        switch (arguments[3]) {
            case "take-in" -> {
                takeIn(reconciliation, Side.OURS, Path.of(arguments[4]));
                takeIn(reconciliation, Side.THEIRS, Path.of(arguments[5]));
            }
            case "reconcile" -> reconcile(reconciliation, LocalDate.parse(arguments[4]));
            default -> throw new IllegalArgumentException(arguments[3]);
        }
        OUT.printf(Locale.ROOT, "%.3f %.0f%n", (System.nanoTime() - begin) / 1e9, peakHeap());
        System.exit(0);
    }

    /** As a service's Java is: it has compared before, a small pair of some days with a break in each second key. */
    private static void warmUp(Reconciliation reconciliation, Pair pair) {
        LocalDate first = LocalDate.parse("2025-01-01");
        for (int day = 0; day < WARM_DAYS; day++) {
            LocalDate of = first.plusDays(day);
            reconciliation.takeIn(pair, Side.OURS, Flux.range(0, WARM_LINES).map(at -> line("our", of, at, 0)))
                    .block(LONGEST);
            reconciliation.takeIn(pair, Side.THEIRS, Flux.range(0, WARM_LINES).map(at -> line("their", of, at, at % 2)))
                    .block(LONGEST);
            reconciliation.reconcile(pair, of).block(LONGEST);
        }
    }

    private static Line line(String side, LocalDate day, int at, long more) {
        String name = day + "_" + at;
        return new Line(side + "_" + name, new LineKey("charge:" + name), day, Currency.getInstance("USD"), 100 + more,
                1,
                day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC), null);
    }

    private static ConnectionPool pool(String[] arguments) {
        var connections = ConnectionFactories.get(ConnectionFactoryOptions.parse(arguments[0])
                .mutate()
                .option(ConnectionFactoryOptions.USER, arguments[1])
                .option(ConnectionFactoryOptions.PASSWORD, arguments[2])
                .build());
        return new ConnectionPool(ConnectionPoolConfiguration.builder(connections).maxSize(CONNECTIONS).build());
    }

    private static void takeIn(Reconciliation reconciliation, Side side, Path file) {
        Scheduler readers = Schedulers.newBoundedElastic(1, 1, "lines");
        TakenIn taken = reconciliation
                .takeIn(PAIR, side, LineFile.lines(() -> Files.newInputStream(file),
                        new CutOff(ZoneOffset.UTC, LocalTime.MIDNIGHT), readers))
                .blockOptional(LONGEST)
                .orElseThrow();
        readers.dispose();
        if (taken.known() != 0) {
            throw new IllegalStateException("known: " + taken);
        }
    }

    private static void reconcile(Reconciliation reconciliation, LocalDate through) {
        ReconcileOutcome outcome = reconciliation.reconcile(PAIR, through).blockOptional(LONGEST).orElseThrow();
        switch (outcome) {
            case ReconcileOutcome.Done done -> {
            }
            case ReconcileOutcome.Busy busy -> throw new IllegalStateException("somebody else reconciles");
        }
    }

    /** The sum of what each part of the heap held at most: the whole never held more. */
    private static double peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum() / MEBI;
    }
}
