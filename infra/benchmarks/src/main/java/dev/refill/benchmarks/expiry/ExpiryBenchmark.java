package dev.refill.benchmarks.expiry;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.flywaydb.core.Flyway;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.ReactiveLoop;
import dev.refill.benchmarks.Seen;
import dev.refill.benchmarks.TemporaryFolder;
import dev.refill.local.postgres.LocalPostgres;

/**
 * Empties 100,000 buckets that ended, while messages are charged. Ends with 1 if a message waited longer than it may, and with an
 * error if the books are wrong or deferred revenue, revenue and breakage do not agree with them.
 */
public final class ExpiryBenchmark {

    private static final PrintStream OUT = System.out;
    private static final String BOOKS = "books";
    private static final int SUBSCRIBERS = 1_000;
    private static final int BUCKETS = 100_000;
    private static final int IN_EACH = 100;
    private static final long FOR_MESSAGES = 1_000_000;
    private static final int BATCH = 500;
    private static final int CALLERS = 16;
    private static final int CONNECTIONS = 16;
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 20;
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(5);
    private static final double LONGEST_MESSAGE_MILLIS = 1_000;

    private static final String TERMS = """
            INSERT INTO balance.bucket_terms (account, unit, owner, valid_from, valid_until, priority)
            SELECT 'bucket:sub_' || n %% %1$d || ':lot' || n, 'airtime:USD', 'sub_' || n %% %1$d,
                   now() - interval '40 days', now() - interval '2 days', 100
            FROM generate_series(1, %2$d) AS n
            """
            .formatted(SUBSCRIBERS, BUCKETS);

    /** What customers have bought, at one cent a unit: lots that have ended, and credit for messages; 500 entries a commit. */
    private static final String FILL = """
            DO $$
            DECLARE
                first integer;
            BEGIN
                FOR first IN 1..%1$d + %2$d BY 500 LOOP
                    PERFORM balance.post_all(array_agg('ent_fill_' || n ORDER BY n), array_agg(text 'recharge'), array_agg(text 'fill'),
                        array_agg(now()), array_agg(4), min(lines.accounts), min(lines.units), min(lines.amounts))
                    FROM generate_series(first, least(first + 499, %1$d + %2$d)) AS n,
                    LATERAL (
                        SELECT array_agg(account ORDER BY m, line) AS accounts, array_agg(unit ORDER BY m, line) AS units,
                               array_agg(amount ORDER BY m, line) AS amounts
                        FROM generate_series(first, least(first + 499, %1$d + %2$d)) AS m,
                        LATERAL (SELECT CASE WHEN m <= %2$d THEN 'bucket:sub_' || m %% %1$d || ':lot' || m
                                             ELSE 'bucket:sub_' || m - %2$d - 1 END AS bucket,
                                        CASE WHEN m <= %2$d THEN %3$d ELSE %4$d END::bigint AS much) AS of,
                        LATERAL (VALUES (1, 'gateway-clearing:stripe', 'USD', much), (2, 'deferred-revenue', 'USD', -much),
                                        (3, 'issued-credit', 'airtime:USD', -much), (4, bucket, 'airtime:USD', much))
                            AS line(line, account, unit, amount)) AS lines;
                    COMMIT;
                END LOOP;
            END $$;
            """
            .formatted(SUBSCRIBERS, BUCKETS, IN_EACH, FOR_MESSAGES);

    private ExpiryBenchmark() {}

    /** See {@code docs/how-to/benchmarks.md}. */
    public static void main(String[] arguments) {
        try (TemporaryFolder folder = TemporaryFolder.create();
                LocalPostgres server = LocalPostgres.durable(folder.path(), Map.of())) {
            Database.administer(server, "CREATE DATABASE " + BOOKS);
            Flyway.configure()
                    .dataSource(server.jdbcUrl(BOOKS), server.username(), server.password())
                    .schemas("balance")
                    .locations("classpath:db/migration/balance")
                    .load()
                    .migrate();
            try (Network network = new Network(server, BOOKS, CONNECTIONS, SUBSCRIBERS);
                    Database database = Database.of(server, BOOKS)) {
                System.exit(measure(network, database) ? 0 : 1);
            }
        }
    }

    private static boolean measure(Network network, Database database) {
        System.err.printf("Filling %,d buckets ...%n", BUCKETS);
        network.putPlan();
        network.provision();
        database.execute(TERMS);
        database.execute(FILL);
        database.execute("VACUUM ANALYZE");
        OUT.printf(Locale.ROOT, "%nJava %s, PostgreSQL %s with fsync and synchronous_commit, %d processors for all.%n",
                Runtime.version().feature(), database.text("SELECT current_setting('server_version')"),
                Runtime.getRuntime().availableProcessors());
        OUT.printf(Locale.ROOT, "%d callers charge messages; %,d buckets of %,d subscribers have ended.%n%n", CALLERS,
                BUCKETS, SUBSCRIBERS);
        OUT.println("charging               messages/s |  p50 ms   p99 ms  longest ms");
        var loop = new ReactiveLoop(network::message);
        loop.run(CALLERS, WARM_UP_SECONDS);
        Paced before = loop.run(CALLERS, SECONDS);
        row("alone", before);

        long begin = System.nanoTime();
        CompletableFuture<Long> sweep = network.sweep(BATCH).toFuture();
        Paced during = loop.runWhile(CALLERS, () -> !sweep.isDone(), LONGEST_SWEEP);
        double seconds = (System.nanoTime() - begin) / 1e9;
        row("while buckets end", during);
        long emptied = sweep.join();
        OUT.printf(Locale.ROOT, "%nEmptied %,d buckets in %.1f s, %,.0f a second, %d a statement.%n", emptied, seconds,
                emptied / seconds, BATCH);

        network.recognise();
        agree(network, database);
        double longest = during.seen().millisAt(1);
        OUT.printf(Locale.ROOT,
                "%nexpiry: %,d buckets in one sweep of %.1f s; charging ran at %.2f x, its p99 was %.1f x, and the longest message took"
                        + " %.0f ms (expected: at most %.0f)%n",
                emptied, seconds, during.rate() / before.rate(),
                during.seen().millisAt(0.99) / before.seen().millisAt(0.99), longest, LONGEST_MESSAGE_MILLIS);
        return emptied == BUCKETS && longest <= LONGEST_MESSAGE_MILLIS;
    }

    private static void row(String what, Paced paced) {
        Seen seen = paced.seen();
        OUT.printf(Locale.ROOT, "%-22s %10.0f | %7.1f  %7.1f  %10.1f%n", what, paced.rate(), seen.millisAt(0.5),
                seen.millisAt(0.99), seen.millisAt(1));
    }

    /** One unit of credit was bought for one cent, so what has gone and what is earned are the same number. */
    private static void agree(Network network, Database database) {
        network.check();
        long received = BUCKETS * (long) IN_EACH + SUBSCRIBERS * FOR_MESSAGES;
        long breakage = posted(database, "breakage", "airtime:USD");
        long used = posted(database, "used-credit:sms", "airtime:USD");
        requireSame("breakage", breakage, BUCKETS * (long) IN_EACH);
        requireSame("revenue of breakage", -posted(database, "revenue:breakage", "USD"), breakage);
        requireSame("revenue of messages", -posted(database, "revenue:sms", "USD"), used);
        requireSame("what is left deferred", -posted(database, "deferred-revenue", "USD"), received - breakage - used);
        OUT.printf(Locale.ROOT,
                "Received %,d; earned %,d by breakage and %,d by messages; %,d deferred: as the postings say.%n",
                received, breakage, used, received - breakage - used);
    }

    private static long posted(Database database, String account, String unit) {
        return database.number("SELECT coalesce(sum(amount), 0)::bigint FROM balance.posting WHERE account = '"
                + account + "' AND unit = '" + unit + "'");
    }

    private static void requireSame(String what, long found, long expected) {
        if (found != expected) {
            throw new IllegalStateException(what + ": " + found + " (expected: " + expected + ")");
        }
    }
}
