package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.sandbox.SandboxServer;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The one check after every test that moves money: our books, our orders and the provider's truth agree. */
public final class Books {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final TestDatabase database;
    private final SandboxServer sandbox;

    Books(TestDatabase database, SandboxServer sandbox) {
        this.database = database;
        this.sandbox = sandbox;
    }

    /** Waits until nothing is outstanding, then compares everything. */
    public void settleAndCheck(Duration longest) {
        Until.holds("every order has ended", longest, () -> count("""
                SELECT count(*) FROM recharge.recharge WHERE next_attempt_at IS NOT NULL AND state <> 'REQUIRES_ACTION'
                """) == 0);
        check();
    }

    /** Compares everything as it stands. */
    public void check() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(new RechargeInvariants(database.client()).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(creditsByOrder()).as("credits in the ledger, against credited orders").isEqualTo(creditedOrders());
        assertThat(capturedByUs()).as("what we know to be captured, against the provider's truth")
                .isEqualTo(capturedThere());
    }

    /**
     * Orders whose charge the provider has made and that the ledger has no credit for, counted by state. Waits for what a
     * killed node had begun in the database, as the server carries it out although nobody is left to read the answer.
     */
    public Map<String, Long> betweenChargeAndCredit() {
        Until.holds("no statement runs", LONGEST, () -> count("""
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle'
                  AND pid <> pg_backend_pid()
                """) == 0);
        Map<String, String> uncredited = map(String.class, """
                SELECT p.id, r.state FROM recharge.payment p JOIN recharge.recharge r ON r.id = p.recharge_id
                WHERE r.state IN ('CHARGING', 'PAID')
                  AND NOT EXISTS (SELECT FROM balance.entry e WHERE e.reference = r.id AND e.kind = 'recharge')
                """);
        uncredited.keySet().retainAll(capturedThere().keySet());
        return uncredited.values().stream().collect(Collectors.groupingBy(state -> state, Collectors.counting()));
    }

    /** How many orders there are in a state. */
    public long ordersIn(String state) {
        return count("SELECT count(*) FROM recharge.recharge WHERE state = '" + state + "'");
    }

    public long orders() {
        return count("SELECT count(*) FROM recharge.recharge");
    }

    public long count(String sql) {
        Long found = database.client().sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST);
        return Objects.requireNonNull(found);
    }

    private Map<String, Long> creditsByOrder() {
        return map("""
                SELECT e.reference, p.amount FROM balance.entry e JOIN balance.posting p ON p.entry_id = e.entry_id
                WHERE e.kind = 'recharge' AND p.account LIKE 'bucket:%'
                """);
    }

    private Map<String, Long> creditedOrders() {
        return map("SELECT id, credit + bonus FROM recharge.recharge WHERE state = 'CREDITED'");
    }

    private Map<String, Long> capturedByUs() {
        return map("SELECT id, captured_minor FROM recharge.payment WHERE captured_minor IS NOT NULL");
    }

    private Map<String, Long> map(String sql) {
        return map(Long.class, sql);
    }

    private <T> Map<String, T> map(Class<T> type, String sql) {
        return Objects.requireNonNull(database.client().sql(sql)
                .map(row -> Map.entry(Objects.requireNonNull(row.get(0, String.class)),
                        Objects.requireNonNull(row.get(1, type))))
                .all()
                .collect(TreeMap<String, T>::new, (all, one) -> {
                    if (all.put(one.getKey(), one.getValue()) != null) {
                        throw new AssertionError("twice: " + one.getKey());
                    }
                })
                .switchIfEmpty(Mono.just(new TreeMap<>()))
                .block(LONGEST));
    }

    private Map<String, Long> capturedThere() {
        try {
            Map<String, Long> captured = new TreeMap<>();
            Api.send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/sandbox/truth")).build())
                    .json()
                    .path("payments")
                    .forEach(payment -> {
                        String key = payment.path("metadata").path("operation_key").stringValue("none");
                        if (captured.put(key, payment.path("amount").longValue()) != null) {
                            throw new AssertionError("charged twice: " + key);
                        }
                    });
            return captured;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
