package dev.refill.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Results;

/**
 * Credits by our ledger beside the same credits written otherwise, in turn on the same machine. Ends with 1 if a ratio
 * does not hold, and with an error if the books of any way are wrong.
 */
public final class LedgerBenchmark {

    private static final int WARM_UP_CALLERS = 64;
    private static final List<Way> ON_SLOW_DISK = List.of(Way.ROUND_TRIP, Way.LEDGER);

    private final LedgerSettings settings;
    private long credits;

    private LedgerBenchmark(LedgerSettings settings) {
        this.settings = settings;
    }

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        System.exit(new LedgerBenchmark(LedgerSettings.of(arguments)).run() ? 0 : 1);
    }

    private boolean run() {
        Results<Point> usual = onThisDisk();
        LedgerTable.rows("This machine's disk", usual);
        Results<Point> slowDisk = onSlowDisk();
        LedgerTable.rows("A disk that is 1 ms slower", slowDisk);
        List<Bound> bounds = Bounds.all(usual, slowDisk);
        LedgerTable.verdict(credits, bounds);
        return bounds.stream().allMatch(Bound::holds);
    }

    private Results<Point> onThisDisk() {
        try (FreshBooks books = FreshBooks.start(Map.of(), settings.pool())) {
            LedgerTable.head(books.version(), settings);
            run(books, warmUp(), settings.warmUp(), new Results<>());
            return allRuns(books, Point.all(settings.callers()));
        }
    }

    /** The JVM's ways. */
    private static List<Point> warmUp() {
        return Arrays.stream(Contention.values())
                .flatMap(contention -> Arrays.stream(Way.values())
                        .filter(way -> !way.isPgbench())
                        .map(way -> new Point(contention, WARM_UP_CALLERS, way)))
                .toList();
    }

    /** @throws IllegalStateException if a commit takes less than the millisecond that it has to wait */
    private Results<Point> onSlowDisk() {
        try (SlowDisk disk = SlowDisk.compiled();
                FreshBooks books = FreshBooks.start(disk.environment(), settings.pool())) {
            Results<Point> results = allRuns(books, Stream.of(1, 256)
                    .flatMap(callers -> ON_SLOW_DISK.stream().map(way -> new Point(Contention.HOT, callers, way)))
                    .toList());
            double least = results.at(new Point(Contention.HOT, 1, Way.ROUND_TRIP)).p50();
            if (least < 1) {
                throw new IllegalStateException("a commit on the slow disk: " + least + " ms (expected: 1 at least)");
            }
            return results;
        }
    }

    private Results<Point> allRuns(FreshBooks books, List<Point> points) {
        var results = new Results<Point>();
        for (int number = 1; number <= settings.runs(); number++) {
            System.err.printf("Run %d of %d ...%n", number, settings.runs());
            run(books, points, settings.seconds(), results);
        }
        return results;
    }

    private void run(FreshBooks books, List<Point> points, int seconds, Results<Point> results) {
        try (Run run = books.next()) {
            points.forEach(point -> results.add(point, run.measure(point, seconds)));
            credits += run.check();
        }
    }
}
