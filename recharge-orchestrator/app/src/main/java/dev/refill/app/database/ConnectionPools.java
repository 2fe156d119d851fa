package dev.refill.app.database;

import java.time.Duration;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.postgresql.PostgresqlConnectionFactoryProvider;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import reactor.pool.PooledRefMetadata;

/** Pools of connections to the one database, with a limit on every wait. */
final class ConnectionPools {

    private final DatabaseProperties properties;
    private final MeterRegistry meters;

    ConnectionPools(DatabaseProperties properties, MeterRegistry meters) {
        this.properties = properties;
        this.meters = meters;
    }

    ConnectionPool pool(String name, int size) {
        Counter dropped = Counter.builder("refill.database.dropped")
                .description("Connections dropped because a transaction was left open on them")
                .tag("pool", name)
                .register(meters);
        return new ConnectionPool(ConnectionPoolConfiguration.builder(unpooled())
                .name(name)
                .initialSize(0)
                .maxSize(size)
                .maxAcquireTime(properties.maxAcquireTime())
                .maxCreateConnectionTime(properties.maxCreateConnectionTime())
                .maxValidationTime(properties.maxValidationTime())
                .maxIdleTime(properties.maxIdleTime())
                .maxLifeTime(properties.maxLifeTime())
                .backgroundEvictionInterval(Duration.ofMinutes(1))
                .customizer(pool -> pool.maxPendingAcquire(properties.maxPending())
                        .evictionPredicate((connection, use) -> isWornOut(use) || isInTransaction(connection, dropped)))
                .build());
    }

    /** Ours replaces the pool's own predicate, which is asked when a connection comes back and before it goes out. */
    private boolean isWornOut(PooledRefMetadata use) {
        return use.idleTime() >= properties.maxIdleTime().toMillis()
                || use.lifeTime() >= properties.maxLifeTime().toMillis();
    }

    /**
     * A cancelled caller can leave its transaction open, and what the next one writes there would be acknowledged and
     * never committed. The driver knows the state from the server's last answer: this costs no round trip.
     */
    private static boolean isInTransaction(Connection connection, Counter dropped) {
        boolean inTransaction = !connection.isAutoCommit();
        if (inTransaction) {
            dropped.increment();
        }
        return inTransaction;
    }

    private PostgresqlConnectionFactory unpooled() {
        return new PostgresqlConnectionFactoryProvider().create(ConnectionFactoryOptions.parse(properties.url())
                .mutate()
                .option(ConnectionFactoryOptions.USER, properties.username())
                .option(ConnectionFactoryOptions.PASSWORD, properties.password())
                .option(ConnectionFactoryOptions.CONNECT_TIMEOUT, properties.maxCreateConnectionTime())
                .option(PostgresqlConnectionFactoryProvider.APPLICATION_NAME, "refill")
                .option(PostgresqlConnectionFactoryProvider.TCP_KEEPALIVE, true)
                // Bodies and times as they are; as text each byte is two characters that both sides convert.
                .option(PostgresqlConnectionFactoryProvider.FORCE_BINARY, true)
                // Statements are short and their plans kept; what a server may compile, it would compile anew in each run.
                .option(PostgresqlConnectionFactoryProvider.OPTIONS, Map.of(
                        "jit", "off",
                        "statement_timeout", millis(properties.statementTimeout()),
                        "lock_timeout", millis(properties.lockTimeout()),
                        "idle_in_transaction_session_timeout", millis(properties.idleInTransactionTimeout())))
                .build());
    }

    private static String millis(Duration timeout) {
        return Long.toString(timeout.toMillis());
    }
}
