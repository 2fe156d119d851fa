package dev.refill.benchmarks.charging;

import org.flywaydb.core.Flyway;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.Figures;
import dev.refill.benchmarks.Network;
import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.ReactiveLoop;
import dev.refill.local.postgres.LocalPostgres;

/** A database with so many subscribers, who have a bucket each, and who send messages by the charging of the application. */
final class Crowd implements AutoCloseable {

    private static final int CONNECTIONS = 16;
    private static final String LOG_BYTES = "SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint";
    private static final String PAGES_READ = """
            SELECT blks_read FROM pg_stat_database WHERE datname = current_database()
            """;

    private final int buckets;
    private final Database database;
    private final Network network;
    private long debits;
    private Cost cost = new Cost(0, 0, 0);

    private Crowd(int buckets, Database database, Network network) {
        this.buckets = buckets;
        this.database = database;
        this.network = network;
    }

    /**
     * What explains how long debits took.
     *
     * @param logged bytes of PostgreSQL's log, WAL
     * @param read pages that were not in PostgreSQL's own memory; it counts them some seconds late
     */
    record Cost(long debits, long logged, long read) {

        double bytesEach() {
            return logged / (double) debits;
        }

        double pagesEach() {
            return read / (double) debits;
        }
    }

    static Crowd of(LocalPostgres server, int buckets) {
        System.err.printf("Filling %,d buckets ...%n", buckets);
        String name = "crowd_" + buckets;
        Database.administer(server, "CREATE DATABASE " + name);
        Flyway.configure()
                .dataSource(server.jdbcUrl(name), server.username(), server.password())
                .schemas("balance")
                .locations("classpath:db/migration/balance")
                .load()
                .migrate();
        var database = Database.of(server, name);
        Customers.make(database, buckets);
        var network = new Network(server, name, CONNECTIONS, buckets);
        network.putPlan();
        return new Crowd(buckets, database, network);
    }

    int buckets() {
        return buckets;
    }

    Cost cost() {
        return cost;
    }

    long megabytes() {
        return database.number("SELECT pg_database_size(current_database())") >> 20;
    }

    /** Debits for some seconds, each from a bucket at random. */
    Figures charge(int callers, int seconds) {
        return Figures.measured(database, ProcessHandle.current().pid(), 1,
                () -> counted(new ReactiveLoop(network::message).run(callers, seconds)));
    }

    /** The same from the moment after a checkpoint, with the next one far away; its cost is kept. */
    Figures chargeAndReckon(int callers, int seconds) {
        database.execute("CHECKPOINT");
        long before = debits;
        long logged = database.number(LOG_BYTES);
        long read = database.number(PAGES_READ);
        Figures figures = charge(callers, seconds);
        cost = new Cost(cost.debits() + debits - before, cost.logged() + database.number(LOG_BYTES) - logged,
                cost.read() + database.number(PAGES_READ) - read);
        return figures;
    }

    private Paced counted(Paced paced) {
        debits += paced.seen().answers();
        return paced;
    }

    /**
     * Proves the books.
     *
     * @return how many debits there are
     * @throws IllegalStateException if anything is wrong
     */
    long check() {
        network.check();
        ChargedEvents.check(database, debits);
        return debits;
    }

    @Override
    public void close() {
        network.close();
        database.close();
    }
}
