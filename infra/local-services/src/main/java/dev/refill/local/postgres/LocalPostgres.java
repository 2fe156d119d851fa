package dev.refill.local.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A PostgreSQL server that runs as long as this object is open. Blocking: start and close it outside event loops.
 */
public final class LocalPostgres implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    /** A server for tests: empty, on a free port, thrown away on close, not durable and therefore faster. */
    public static LocalPostgres disposable() {
        return start(EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "300"));
    }

    /**
     * A durable server whose data outlives it.
     *
     * @param dataFolder where the data is kept; made if it does not exist
     */
    public static LocalPostgres durable(Path dataFolder) {
        return start(EmbeddedPostgres.builder()
                .setDataDirectory(dataFolder)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "300")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on"));
    }

    private static LocalPostgres start(EmbeddedPostgres.Builder builder) {
        try {
            return new LocalPostgres(builder.setPGStartupWait(LONGEST_START).start());
        } catch (IOException cannotStart) {
            throw new UncheckedIOException("PostgreSQL did not start", cannotStart);
        }
    }

    public int port() {
        return server.getPort();
    }

    public String username() {
        return "postgres";
    }

    public String password() {
        return "postgres";
    }

    /** The R2DBC address of one of the server's databases. */
    public String r2dbcUrl(String database) {
        return "r2dbc:postgresql://localhost:" + port() + "/" + database;
    }

    /** The JDBC address of one of the server's databases. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://localhost:" + port() + "/" + database;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException cannotStop) {
            throw new UncheckedIOException("PostgreSQL did not stop", cannotStop);
        }
    }
}
