package dev.refill.app.database;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Wrapped;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DatabaseIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.with();
    private final DatabaseProperties properties = new DatabaseProperties(database.r2dbcUrl(), database.username(),
            database.password(), 1, 1, 10, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(1),
            Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofMillis(400), Duration.ofSeconds(2),
            Duration.ofSeconds(5));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ConnectionPool pool = new ConnectionPools(properties, meters).pool("main", 1);

    @AfterEach
    void close() {
        pool.dispose();
        database.close();
    }

    @Test
    void connectionLeftInATransactionIsDroppedAndCounted() {
        int first = backend();
        Connection used = taken();
        Connection bare = bare(used);
        // Behind the pool's back, as a cancel does that loses the race with its own rollback.
        Mono.from(bare.beginTransaction()).block(PATIENCE);
        Mono.from(used.close()).block(PATIENCE);

        assertThat(backend()).isNotEqualTo(first);
        assertThat(meters.get("refill.database.dropped").tag("pool", "main").counter().count()).isEqualTo(1);
    }

    @Test
    void connectionThatEndedItsTransactionIsUsedAgain() {
        int first = backend();
        Mono.usingWhen(pool.create(),
                connection -> Mono.from(connection.beginTransaction()).then(Mono.from(connection.commitTransaction())),
                Connection::close).block(PATIENCE);
        assertThat(backend()).isEqualTo(first);
        assertThat(meters.get("refill.database.dropped").counter().count()).isZero();
    }

    @Test
    void whoFindsNoConnectionIsToldInTime() {
        Connection held = taken();
        assertThatExceptionOfType(R2dbcTimeoutException.class).isThrownBy(() -> pool.create().block(PATIENCE));
        Mono.from(held.close()).block(PATIENCE);
    }

    @Test
    void statementThatTakesTooLongIsGivenUp() {
        assertThatCode(() -> DatabaseClient.create(pool).sql("SELECT pg_sleep(5)").then().block(PATIENCE))
                .hasMessageContaining("statement timeout");
    }

    @Test
    void twoNodesThatStartTogetherMigrateOnce() throws Exception {
        try (var nodes = Executors.newFixedThreadPool(4)) {
            Callable<Object> start = () -> {
                new SchemaMigrations(migrations(), properties).afterPropertiesSet();
                return "migrated";
            };
            for (var node : nodes.invokeAll(List.of(start, start, start, start))) {
                assertThat(node.get()).isEqualTo("migrated");
            }
        }
        assertThat(count("SELECT count(*) FROM balance.flyway_schema_history WHERE NOT success")).isZero();
        assertThat(count("SELECT count(*) FROM information_schema.tables WHERE table_name = 'flyway_schema_history'"))
                .isEqualTo(6);
        assertThat(count("SELECT count(*) - count(DISTINCT version) FROM recharge.flyway_schema_history"
                + " WHERE version IS NOT NULL")).isZero();
    }

    private MigrationProperties migrations() {
        return new MigrationProperties(true, database.jdbcUrl(), null, null, Duration.ofMinutes(1), 1);
    }

    private static Connection bare(Connection pooled) {
        return (Connection) Objects.requireNonNull(((Wrapped<?>) pooled).unwrap());
    }

    private Connection taken() {
        return Objects.requireNonNull(pool.create().block(PATIENCE));
    }

    private int backend() {
        return Math.toIntExact(count(pool, "SELECT pg_backend_pid()::bigint"));
    }

    private long count(String sql) {
        return count(database.connections(), sql);
    }

    private static long count(ConnectionPool connections, String sql) {
        Long count = DatabaseClient.create(connections).sql(sql).mapValue(Long.class).one().block(PATIENCE);
        return count == null ? -1 : count;
    }
}
