package dev.refill.benchmarks;

import java.time.Duration;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;

import dev.refill.local.postgres.LocalPostgres;

/** R2DBC connections to a database, all open from the beginning. */
public final class OpenPool {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private OpenPool() {}

    /** Blocks until the last one is open; whoever asks disposes of it. */
    public static ConnectionPool to(LocalPostgres server, String database, int size) {
        var pool = new ConnectionPool(ConnectionPoolConfiguration.builder(
                new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                        .host("127.0.0.1")
                        .port(server.port())
                        .username(server.username())
                        .password(server.password())
                        .database(database)
                        .build()))
                .initialSize(size)
                .maxSize(size)
                .maxAcquireTime(LONGEST_WAIT)
                .maxCreateConnectionTime(LONGEST_WAIT)
                .build());
        pool.warmup().block(LONGEST_WAIT);
        return pool;
    }
}
