package dev.refill.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;

import dev.refill.endtoend.stack.Books;
import dev.refill.endtoend.stack.Provider;
import dev.refill.localstack.LocalStack;
import dev.refill.sandbox.SandboxSettings;
import dev.refill.testsupport.JavaProcess;
import dev.refill.testsupport.books.LeftBooks;

/** The local stack as a process of its own, on free ports and with nothing in its books. */
final class RunningStack implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private static final String SUPERUSER = "postgres";

    private final JavaProcess process;
    private final String portal;
    private final DatabaseClient database;
    private final Books books;
    private final Provider provider;
    private final LeftBooks left;

    private RunningStack(JavaProcess process, String portal, ConnectionFactory connections, URI sandbox,
            LeftBooks left) {
        this.process = process;
        this.portal = portal;
        this.database = DatabaseClient.create(connections);
        this.books = new Books(connections, sandbox);
        this.provider = new Provider(sandbox, SandboxSettings.DEFAULT_API_KEY);
        this.left = left;
    }

    static RunningStack start() {
        int port = freePort();
        int database = freePort();
        int sandbox = freePort();
        Path data = emptyFolder();
        JavaProcess process = JavaProcess.start(LocalStack.class, "--server.port=" + port,
                "--management.server.port=0", "--refill.local.data=" + data,
                "--refill.local.postgres.port=" + database, "--refill.local.sandbox.port=" + sandbox,
                "--refill.local.issuer.port=" + freePort(), "--refill.local.receiver.port=" + freePort());
        process.awaitLine("Refill is ready", LONGEST_START);
        return new RunningStack(process, "http://localhost:" + port, connections(database, data),
                URI.create("http://localhost:" + sandbox), LeftBooks.of(
                        "jdbc:postgresql://127.0.0.1:" + database + "/postgres", SUPERUSER, password(data)));
    }

    /** As the local stack's own superuser, whose password is kept with the data. */
    private static PostgresqlConnectionFactory connections(int port, Path data) {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .port(port)
                .username(SUPERUSER)
                .password(password(data))
                .database("postgres")
                .build());
    }

    private static String password(Path data) {
        try {
            return Files.readString(data.resolve("postgres").resolve("password"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Where the portal is. */
    String portal() {
        return portal;
    }

    /** Its books, its orders and what its provider knows. */
    Books books() {
        return books;
    }

    /** The switches of its provider. */
    Provider provider() {
        return provider;
    }

    /** Lets a week go by for the orders of a number that wait for something. */
    void letAWeekGoBy(String msisdn) {
        database.sql("""
                UPDATE recharge.recharge SET created_at = created_at - interval '7 days',
                    changed_at = changed_at - interval '7 days', next_attempt_at = now()
                WHERE next_attempt_at IS NOT NULL AND msisdn = :msisdn
                """).bind("msisdn", msisdn).then().block(LONGEST_START);
    }

    /** Gives a subscriber a pack of data and a month of usage. */
    void letUse(String msisdn) {
        database.sql("""
                WITH owner AS (SELECT id FROM balance.subscriber WHERE msisdn = :msisdn), pack AS (
                    INSERT INTO balance.bucket_terms (account, unit, owner, allowance, valid_from, valid_until, priority)
                    SELECT 'bucket:' || id || ':pack', 'data:byte', id, 'data-pack', now(), now() + interval '30 days', 10
                    FROM owner
                ), recorded AS (
                    INSERT INTO balance.usage
                        (id, subscriber_id, service, target, quantity, charged, charged_in, used_from, used_until)
                    SELECT 'evt_' || n, id, CASE n % 2 WHEN 0 THEN 'data' ELSE 'voice' END,
                           CASE n % 2 WHEN 0 THEN '10' ELSE '+12125550100' END,
                           CASE n % 2 WHEN 0 THEN 1234567 ELSE 61 END * n, n % 2 * 12, 'airtime:USD',
                           now() - n * interval '1 hour', now() - n * interval '1 hour'
                    FROM owner, generate_series(1, 4) AS n
                ), counted AS (
                    INSERT INTO balance.usage_counter (subscriber_id, day, service, charged_in, quantity, charged)
                    SELECT id, current_date - n, service, 'airtime:USD', (n * 7 % 11) * 12345678 / per, 0
                    FROM owner, generate_series(0, 29) AS n, (VALUES ('data', 1), ('voice', 10000)) AS s(service, per)
                )
                SELECT (balance.post('ent_test_pack', 'gift', 'pack', now(), ARRAY['bucket:' || id || ':pack', 'issued-bonus'],
                                     ARRAY['data:byte', 'data:byte'], ARRAY[400000000, -400000000])).outcome
                FROM owner
                """).bind("msisdn", msisdn).then().block(LONGEST_START);
        database.sql("""
                INSERT INTO balance.allowance_use (account, unit, reserved, fill, filled, remaining)
                SELECT account, unit, 0, 1, 1073741824, balance FROM balance.bucket WHERE unit = 'data:byte'
                """).then().block(LONGEST_START);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static Path emptyFolder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "stack");
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    @Override
    public void close() {
        left.close();
        process.terminate(Duration.ofMinutes(1));
    }
}
