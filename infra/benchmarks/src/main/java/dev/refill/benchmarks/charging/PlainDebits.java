package dev.refill.benchmarks.charging;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.Pgbench;
import dev.refill.benchmarks.PlainBooks;
import dev.refill.local.postgres.LocalPostgres;

/** One debit after the other by pgbench: a statement each, with its entry, two postings, and whether the credit suffices. */
final class PlainDebits implements AutoCloseable {

    static final List<Way> WAYS = List.of(Way.PGBENCH_SHARED, Way.PGBENCH_OWN);
    private static final String NAME = "plain";
    private static final int SUBSCRIBERS = 10_000;

    private final Database database;
    private final Pgbench pgbench;
    private final Map<Way, Long> written = new EnumMap<>(Way.class);
    private int points;

    /** In a database of its own, with a schema for each way. */
    PlainDebits(LocalPostgres server) {
        Database.administer(server, "CREATE DATABASE " + NAME);
        database = Database.of(server, NAME);
        pgbench = new Pgbench(server, NAME);
        for (Way way : WAYS) {
            database.execute(PlainBooks.tables(schema(way), SUBSCRIBERS));
            database.execute(Customers.filled("plain-credit.sql", SUBSCRIBERS).replace("{schema}", schema(way)));
        }
        database.execute("VACUUM ANALYZE");
    }

    private static String schema(Way way) {
        return way.name().toLowerCase(Locale.ROOT);
    }

    Figures measure(Point point, int seconds) {
        String sql = Customers.filled("plain-debit.sql", SUBSCRIBERS)
                .replace("{schema}", schema(point.way()))
                .replace("{other}", point.way().other())
                .replace("{price}", Long.toString(Network.PRICE));
        String script = Pgbench.numbered(sql, Pgbench.firstId(++points), 1, SUBSCRIBERS);
        return Figures.measured(database, ProcessHandle.current().pid(), 1,
                () -> counted(point.way(), pgbench.script(script, point.callers(), seconds)));
    }

    private Paced counted(Way way, Paced paced) {
        written.merge(way, (long) paced.seen().answers(), Long::sum);
        return paced;
    }

    String version() {
        return database.text("SELECT current_setting('server_version')");
    }

    /**
     * Proves the books of each way.
     *
     * @return how many debits there are
     * @throws IllegalStateException if anything is wrong
     */
    long check() {
        written.forEach((way, debits) -> PlainBooks.check(database, schema(way), debits + 1,
                2 * debits + SUBSCRIBERS + 1, SUBSCRIBERS * Customers.CREDIT - Network.PRICE * debits));
        return written.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        database.close();
    }
}
