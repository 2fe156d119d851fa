package dev.refill.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;

/** Whether what was measured also was right: our orders, our books and the provider's truth agree to the last order. */
public final class Books {

    private static final Duration LONGEST_REST = Duration.ofMinutes(3);
    private static final long PAUSE = Duration.ofMillis(5).toNanos();

    private final Stack stack;

    public Books(Stack stack) {
        this.stack = stack;
    }

    /** Waits until each order has ended and its webhook has come and is done with. */
    void awaitRest(long orders) {
        await("at rest: " + orders + " orders", () -> isAtRest(orders));
    }

    private void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_REST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + LONGEST_REST + ": " + what + "; webhooks: "
                        + stack.database().map("SELECT state, count(*) FROM webhooks.inbox GROUP BY state"));
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private boolean isAtRest(long orders) {
        return stack.database().number("SELECT count(*) FROM recharge.recharge WHERE next_attempt_at IS NOT NULL") == 0
                && stack.database().number("SELECT count(*) FROM webhooks.inbox WHERE next_attempt_at IS NOT NULL") == 0
                && stack.database().number("SELECT count(*) FROM webhooks.inbox WHERE state = 'done'") == orders;
    }

    /** Waits until so many orders are credited. */
    public void awaitCredited(long orders) {
        await("credited: " + orders, () -> credited() == orders);
    }

    /** @throws IllegalStateException if anything is wrong */
    void check(long orders) {
        Proof.equal("orders", stack.database().number("SELECT count(*) FROM recharge.recharge"), orders);
        checkCredited(orders);
    }

    private long credited() {
        return stack.database().number("SELECT count(*) FROM recharge.recharge WHERE state = 'CREDITED'");
    }

    /** @throws IllegalStateException if others than so many are credited, or anything else is wrong */
    public void checkCredited(long orders) {
        Proof.equal("credited orders", credited(), orders);
        ConnectionFactory connections = connections();
        Proof.none("breaks of the ledger", LedgerInvariants.over(connections).breaks());
        Proof.none("breaks of the orders", new RechargeInvariants(DatabaseClient.create(connections)).breaks());
        Proof.equal("the ledger's credits equal the orders'", creditsByOrder().equals(creditedOrders()), true);
        Proof.equal("the provider's captures equal ours", capturedThere().equals(capturedByUs()), true);
    }

    private ConnectionFactory connections() {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host("127.0.0.1")
                .port(stack.postgres().port())
                .username(stack.postgres().username())
                .password(stack.postgres().password())
                .database(Stack.APPLICATION)
                .build());
    }

    private Map<String, Long> creditsByOrder() {
        return stack.database().map("""
                SELECT e.reference, sum(p.amount)::bigint
                FROM balance.entry e JOIN balance.posting p ON p.entry_id = e.entry_id
                WHERE e.kind = 'recharge' AND (p.account LIKE 'bucket:%' OR p.account LIKE 'receivable:%')
                GROUP BY e.reference
                """);
    }

    private Map<String, Long> creditedOrders() {
        return stack.database().map("SELECT id, credit + bonus FROM recharge.recharge WHERE state = 'CREDITED'");
    }

    private Map<String, Long> capturedByUs() {
        return stack.database().map(
                "SELECT id, captured_minor FROM recharge.payment WHERE captured_minor IS NOT NULL");
    }

    private Map<String, Long> capturedThere() {
        Map<String, Long> captured = new TreeMap<>();
        for (JsonNode payment : truth().path("payments")) {
            String key = payment.path("metadata").path("operation_key").stringValue("none");
            if (captured.put(key, payment.path("amount").longValue()) != null) {
                throw new IllegalStateException("charged twice: " + key);
            }
        }
        return captured;
    }

    private JsonNode truth() {
        URI uri = URI.create("http://localhost:" + stack.sandboxPort() + "/sandbox/truth");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return JsonMapper.shared().readTree(client.send(HttpRequest.newBuilder(uri).build(),
                    HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
