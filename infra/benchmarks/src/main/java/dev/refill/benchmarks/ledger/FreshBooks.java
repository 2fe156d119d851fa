package dev.refill.benchmarks.ledger;

import java.util.Arrays;
import java.util.Map;

import org.flywaydb.core.Flyway;

import dev.refill.benchmarks.Database;
import dev.refill.benchmarks.TemporaryFolder;
import dev.refill.local.postgres.LocalPostgres;

/** A durable server, and in it for each run a database with the tables of all ways, which nobody has used before. */
final class FreshBooks implements AutoCloseable {

    static final int SUBSCRIBERS = 10_000;
    private static final String TEMPLATE = "books";

    private final TemporaryFolder folder;
    private final LocalPostgres server;
    private final int pool;
    private int made;

    private FreshBooks(TemporaryFolder folder, LocalPostgres server, int pool) {
        this.folder = folder;
        this.server = server;
        this.pool = pool;
    }

    /**
     * Starts the server and makes what the databases are copied from.
     *
     * @param environment what the server is started with
     * @param pool connections of the JVM's ways
     */
    static FreshBooks start(Map<String, String> environment, int pool) {
        TemporaryFolder folder = TemporaryFolder.create();
        FreshBooks books = new FreshBooks(folder, LocalPostgres.durable(folder.path(), environment), pool);
        books.makeTemplate();
        return books;
    }

    private void makeTemplate() {
        Database.administer(server, "CREATE DATABASE " + TEMPLATE);
        Flyway.configure()
                .dataSource(server.jdbcUrl(TEMPLATE), server.username(), server.password())
                .schemas(Way.LEDGER.schema())
                .locations("classpath:db/migration/" + Way.LEDGER.schema())
                .load()
                .migrate();
        try (Connections connections = new Connections(server, TEMPLATE, pool)) {
            LedgerCredits.openAccounts(connections.ledger());
        }
        try (Database database = Database.of(server, TEMPLATE)) {
            Arrays.stream(Way.values())
                    .filter(way -> way != Way.LEDGER)
                    .forEach(way -> database.execute(Script.tables(way)));
            database.execute("VACUUM ANALYZE");
        }
    }

    /** The next run's; it is dropped when the run is closed. */
    Run next() {
        String name = "run_" + ++made;
        Database.administer(server, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        Database.administer(server, "CHECKPOINT");
        return new Run(server, name, pool);
    }

    String version() {
        try (Database database = Database.of(server, TEMPLATE)) {
            return database.text("SELECT current_setting('server_version')");
        }
    }

    @Override
    public void close() {
        server.close();
        folder.close();
    }
}
