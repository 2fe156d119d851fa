package dev.refill.testsupport.pgproxy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class PgProxyTest {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.with();
    private final PgProxy proxy = PgProxy.before(database.port());
    private final ConnectionPool pool = new ConnectionPool(ConnectionPoolConfiguration.builder(ConnectionFactories.get(
            ConnectionFactoryOptions.parse(database.r2dbcUrlAt(proxy.port()))
                    .mutate()
                    .option(ConnectionFactoryOptions.USER, database.username())
                    .option(ConnectionFactoryOptions.PASSWORD, database.password())
                    .build()))
            .maxSize(2)
            .build());
    private final DatabaseClient client = DatabaseClient.create(pool);

    @BeforeEach
    void table() {
        database.client().sql("CREATE TABLE note (text text)").then().block(LONGEST);
    }

    @AfterEach
    void stop() {
        pool.dispose();
        proxy.close();
        database.close();
    }

    /** Twice by the same client: the second time the statement is known to the server by name alone. */
    private CompletableFuture<Long> write(String text) {
        return client.sql("INSERT INTO note VALUES (:text)").bind("text", text).fetch().rowsUpdated().toFuture();
    }

    private long written(String text) {
        return Objects.requireNonNull(database.client().sql("SELECT count(*) FROM note WHERE text = :text")
                .bind("text", text).map(row -> row.get(0, Long.class)).one().block(LONGEST));
    }

    @Test
    void relaysEverythingWhileNothingIsHeld() {
        assertThat(write("one")).succeedsWithin(LONGEST).isEqualTo(1L);
        assertThat(write("one")).succeedsWithin(LONGEST).isEqualTo(1L);
        assertThat(written("one")).isEqualTo(2);
        String large = "x".repeat(1_000_000);
        assertThat(client.sql("SELECT :large AS large").bind("large", large)
                .map(row -> row.get(0, String.class)).one().block(LONGEST)).isEqualTo(large);
    }

    @Test
    void requestedIsBeforeTheServerHasSeenIt() {
        assertThat(write("warm")).succeedsWithin(LONGEST);
        try (Hold hold = proxy.hold(Moment.REQUESTED, "INSERT INTO note", "lost")) {
            assertThat(write("other")).succeedsWithin(LONGEST);
            CompletableFuture<Long> lost = write("lost");
            hold.awaitReached(LONGEST);
            assertThat(lost).isNotDone();
            hold.cut();
            assertThat(lost).failsWithin(LONGEST);
        }
        assertThat(written("lost")).isZero();
        assertThat(write("lost")).succeedsWithin(LONGEST);
    }

    @Test
    void committedIsBeforeTheClientHasHeardOfIt() {
        try (Hold hold = proxy.hold(Moment.COMMITTED, "INSERT INTO note")) {
            CompletableFuture<Long> unknown = write("unknown");
            hold.awaitReached(LONGEST);
            assertThat(written("unknown")).isEqualTo(1);
            assertThat(unknown).isNotDone();
            hold.cut();
            assertThat(unknown).failsWithin(LONGEST);
        }
    }

    @Test
    void heldAnswerComesInTheEnd() {
        try (Hold hold = proxy.hold(Moment.COMMITTED, "UPDATE note")) {
            assertThat(client.sql("UPDATE note SET text = 'nothing' WHERE false").fetch().rowsUpdated().toFuture())
                    .as("what did nothing is not held").succeedsWithin(LONGEST).isEqualTo(0L);
            assertThat(write("one")).succeedsWithin(LONGEST);
            CompletableFuture<Long> updated = client.sql("UPDATE note SET text = 'two'").fetch().rowsUpdated()
                    .toFuture();
            hold.awaitReached(LONGEST);
            hold.pass();
            assertThat(updated).succeedsWithin(LONGEST).isEqualTo(1L);
        }
    }

    @Test
    void clientsThatWouldEncryptAreServed() throws SQLException {
        String url = database.jdbcUrl().replace(":" + database.port() + "/", ":" + proxy.port() + "/");
        try (Connection connection = DriverManager.getConnection(url, database.username(), database.password())) {
            assertThat(connection.createStatement().execute("SELECT 1")).isTrue();
        }
    }
}
