package dev.refill.benchmarks.reconcile;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;

import dev.refill.benchmarks.Bound;
import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Program;
import dev.refill.benchmarks.TemporaryFolder;
import dev.refill.local.postgres.LocalPostgres;
import dev.refill.testsupport.settlement.SeededSettlement;
import dev.refill.testsupport.settlement.SeededSettlement.Written;

/**
 * Reconciles a million settlement lines with 5,000 faults. Ends with 1 if one is not found or not classed, something is found that is no
 * fault, it takes more than ten times the join, or more than 256 MiB of heap.
 */
public final class ReconcileBenchmark {

    private static final PrintStream OUT = System.out;
    private static final String FINANCE = "finance";
    private static final LocalDate FIRST = LocalDate.parse("2026-03-01");
    private static final int DAYS = 10;
    private static final int KINDS = 8;
    private static final int HEAP = 256;
    private static final int MOST_TIMES = 10;
    private static final int JOINS = 3;
    private static final int RUNS = 3;

    /** What somebody would write who wants to know the same at once: which lines have no other side, and which differ in what. */
    private static final String JOIN = """
            SELECT CASE WHEN theirs.key IS NULL THEN 'missing there'
                        WHEN ours.key IS NULL THEN 'missing here'
                        WHEN theirs.currency <> ours.currency THEN 'currency'
                        WHEN theirs.amount <> ours.amount THEN 'amount'
                        WHEN theirs.fee <> ours.fee THEN 'fee'
                        WHEN theirs.day <> ours.day THEN 'day'
                        ELSE 'same' END AS class,
                   count(*)
            FROM finance.our_line AS ours
            FULL OUTER JOIN finance.their_line AS theirs ON theirs.key = ours.key
            GROUP BY 1
            """;

    private ReconcileBenchmark() {}

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        int things = 1_000_000;
        int faults = 5_000;
        long seed = 20_260_301L;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            switch (parts[0]) {
                case "--lines" -> things = Integer.parseInt(parts[1]);
                case "--faults" -> faults = Integer.parseInt(parts[1]);
                case "--seed" -> seed = Long.parseLong(parts[1]);
                default -> throw new IllegalArgumentException(
                        argument + " (expected: --lines=1000000 --faults=5000 --seed=20260301)");
            }
        }
        var settlement = new SeededSettlement(seed, things, DAYS, faults / KINDS, FIRST);
        try (TemporaryFolder folder = TemporaryFolder.create();
                TemporaryFolder labels = TemporaryFolder.create();
                LocalPostgres server = LocalPostgres.durable(folder.path().resolve("postgres"), Map.of())) {
            Database.administer(server, "CREATE DATABASE " + FINANCE);
            Flyway.configure()
                    .dataSource(server.jdbcUrl(FINANCE), server.username(), server.password())
                    .schemas("finance")
                    .locations("classpath:db/migration/finance")
                    .load()
                    .migrate();
            System.err.printf("Writing %,d payments and refunds of both sides ...%n", things);
            Written written = settlement.write(folder.path(), labels.path().resolve("labels.csv"));
            System.exit(measure(server, written, seed) ? 0 : 1);
        }
    }

    private static boolean measure(LocalPostgres server, Written written, long seed) {
        Took takeIn = engine(server, FINANCE, "take-in", written.ours().toString(), written.theirs().toString());
        try (Database database = Database.of(server, FINANCE)) {
            OUT.printf(Locale.ROOT,
                    "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n",
                    Runtime.version().feature(), database.text("SELECT current_setting('server_version')"),
                    Runtime.getRuntime().availableProcessors());
            database.execute("VACUUM (FREEZE, ANALYZE)");
        }
        OUT.printf(Locale.ROOT, "%,d of our lines, %,d settlement lines, %,d faults of %d kinds from seed %d.%n%n",
                written.ourLines(), written.theirLines(), written.faults(), KINDS, seed);
        int lines = written.ourLines() + written.theirLines();
        OUT.println("                                       seconds   lines/s   heap MiB");
        row("taking in both files", takeIn, lines);
        Map<String, String> seeded = labels(written.labels());
        List<Took> joins = new ArrayList<>();
        List<Took> runs = new ArrayList<>();
        List<Comparison> comparisons = new ArrayList<>();
        for (int run = 1; run <= RUNS; run++) {
            String copy = FINANCE + run;
            Database.administer(server, "CREATE DATABASE " + copy + " TEMPLATE " + FINANCE);
            try (Database database = Database.of(server, copy)) {
                database.execute("CHECKPOINT");
                joins.add(join(database));
                runs.add(engine(server, copy, "reconcile", FIRST.plusDays(DAYS).toString()));
                joins.add(join(database));
                row("plain full outer join, best of %d".formatted(2 * 2 * JOINS),
                        best(joins.subList(2 * run - 2, 2 * run)), lines);
                row("reconciliation of all days", runs.getLast(), lines);
                if (run == RUNS) {
                    days(database);
                }
                comparisons.add(Comparison.of(seeded, found(database)));
            }
            Database.administer(server, "DROP DATABASE " + copy);
        }
        return isGood(written, takeIn, best(joins), best(runs), comparisons);
    }

    private static boolean isGood(Written written, Took takeIn, Took join, Took reconcile,
            List<Comparison> comparisons) {
        OUT.println();
        comparisons.forEach(OUT::println);
        double heap = Math.max(takeIn.heap(), reconcile.heap());
        List<Bound> bounds = List.of(
                new Bound("reconciliation beside a full outer join of the same lines",
                        reconcile.seconds() / join.seconds(), "x",
                        MOST_TIMES, true),
                new Bound("most heap in use, taking in or reconciling", heap, "MiB", HEAP, true));
        OUT.println();
        bounds.forEach(OUT::println);
        Comparison worst = comparisons.stream().min(Comparator.comparingInt(Comparison::right)).orElseThrow();
        OUT.printf(Locale.ROOT,
                "%nreconcile: %,d settlement lines, %,d of %,d faults found and classed, %d false, in %.1f s = %.1f x the join (%.2f s),"
                        + " %.0f MiB of heap%n",
                written.theirLines(), worst.right(), worst.seeded(), worst.wrong().size(), reconcile.seconds(),
                reconcile.seconds() / join.seconds(), join.seconds(), heap);
        return bounds.stream().allMatch(Bound::holds) && comparisons.stream().allMatch(Comparison::isRight);
    }

    /** A day costs what its lines do, the last as the first. */
    private static void days(Database database) {
        database.map("""
                SELECT 'of it, run ' || lpad(number::text, 2, '0') || ' of ' || day,
                       (extract(epoch FROM finished_at - started_at) * 1000)::bigint
                FROM finance.reconciliation_run
                WHERE pair = 'stripe'
                """).forEach((run, millis) -> OUT.printf(Locale.ROOT, "%-38s %7.2f%n", run, millis / 1e3));
    }

    private static Map<String, String> found(Database database) {
        return texts(database.text("""
                SELECT string_agg(key || ',' || upper(class), E'\\n') FROM finance.reconciliation_break WHERE pair = 'stripe'
                """).lines());
    }

    private static Took best(List<Took> all) {
        return all.stream().min(Comparator.comparingDouble(Took::seconds)).orElseThrow();
    }

    /**
     * What a process took.
     *
     * @param heap MiB in use at most
     */
    private record Took(double seconds, double heap) {}

    /**
     * What was found beside what was seeded.
     *
     * @param right faults that were found and classed
     * @param missed faults that were not found, or classed otherwise
     * @param wrong what was found and is no fault, or was classed otherwise
     */
    private record Comparison(int seeded, int right, List<String> missed, List<String> wrong) {

        private static final int MOST_SHOWN = 10;

        static Comparison of(Map<String, String> seeded, Map<String, String> found) {
            List<String> missed = difference(seeded, found);
            return new Comparison(seeded.size(), seeded.size() - missed.size(), missed, difference(found, seeded));
        }

        private static List<String> difference(Map<String, String> of, Map<String, String> less) {
            return of.entrySet().stream()
                    .filter(entry -> !entry.getValue().equals(less.get(entry.getKey())))
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .toList();
        }

        boolean isRight() {
            return missed.isEmpty() && wrong.isEmpty() && seeded > 0;
        }

        @Override
        public String toString() {
            return isRight()
                    ? "All %,d faults are found and classed, and nothing else.".formatted(right)
                    : "Missed: %s%nFalse: %s".formatted(missed.stream().limit(MOST_SHOWN).toList(),
                            wrong.stream().limit(MOST_SHOWN).toList());
        }
    }

    private static void row(String what, Took took, int lines) {
        OUT.printf(Locale.ROOT, "%-38s %7.2f  %,8.0f  %9s%n", what, took.seconds(), lines / took.seconds(),
                took.heap() == 0 ? "" : String.format(Locale.ROOT, "%.0f", took.heap()));
    }

    /** With the memory that the server gives by itself, and with what the engine asks for; the better one counts. */
    private static Took join(Database database) {
        double best = Double.MAX_VALUE;
        for (String memory : List.of("4MB", "64MB")) {
            database.execute("SET work_mem = '" + memory + "'");
            for (int run = 0; run < JOINS; run++) {
                long begin = System.nanoTime();
                database.map(JOIN);
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
        }
        database.execute("RESET work_mem");
        return new Took(best, 0);
    }

    private static Took engine(LocalPostgres server, String database, String... what) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = Stream.of(
                List.of(java, "-Xmx" + HEAP + "m", "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=dev/refill/benchmarks/quiet.xml",
                        "-classpath", System.getProperty("java.class.path"), EngineMain.class.getName(),
                        server.r2dbcUrl(database), server.username(), server.password()),
                List.of(what)).flatMap(List::stream).toList();
        String[] told = Program.run(command, Map.of()).lines().reduce("", (before, line) -> line).split(" ", -1);
        return new Took(Double.parseDouble(told[0]), Double.parseDouble(told[1]));
    }

    private static Map<String, String> labels(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return texts(lines);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, String> texts(Stream<String> lines) {
        Map<String, String> all = new TreeMap<>();
        lines.forEach(line -> {
            String[] parts = line.split(",", 2);
            if (all.put(parts[0], parts[1]) != null) {
                throw new IllegalStateException("twice: " + line);
            }
        });
        return all;
    }
}
