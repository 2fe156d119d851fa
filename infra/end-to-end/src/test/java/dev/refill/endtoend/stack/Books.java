package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;

import static org.assertj.core.api.Assertions.assertThat;

/** The one check after every test that moves money: our books, our orders and the provider's truth agree. */
public final class Books {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ConnectionFactory connections;
    private final DatabaseClient database;
    private final URI provider;

    /**
     * @param connections to the application's database
     * @param provider where the sandbox is
     */
    public Books(ConnectionFactory connections, URI provider) {
        this.connections = connections;
        this.database = DatabaseClient.create(connections);
        this.provider = provider;
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
        assertThat(LedgerInvariants.over(connections).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(new RechargeInvariants(database).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(creditsByOrder()).as("credits in the ledger, against credited orders").isEqualTo(creditedOrders());
        JsonNode truth = truth();
        assertThat(capturedByUs()).as("what we know to be captured, against the provider's truth")
                .isEqualTo(capturedThere(truth));
        Map<String, Long> unpaid = endedWithoutCredit();
        unpaid.keySet().retainAll(heldThere(truth).keySet());
        assertThat(unpaid).as("ended without credit, and the provider holds money for it").isEmpty();
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
        uncredited.keySet().retainAll(capturedThere(truth()).keySet());
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
        Long found = database.sql(sql).map(row -> row.get(0, Long.class)).one().block(LONGEST);
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
        return Objects.requireNonNull(database.sql(sql)
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

    /** Payments by price. An order in review is not among them: a person has been told of its money. */
    private Map<String, Long> endedWithoutCredit() {
        return map("""
                SELECT p.id, r.price_minor FROM recharge.recharge r JOIN recharge.payment p ON p.recharge_id = r.id
                WHERE r.state IN ('DECLINED', 'EXPIRED')
                """);
    }

    private static Map<String, Long> capturedThere(JsonNode truth) {
        Map<String, Long> captured = new TreeMap<>();
        truth.path("payments").forEach(payment -> {
            if (captured.put(operationKey(payment), payment.path("amount").longValue()) != null) {
                throw new AssertionError("charged twice: " + operationKey(payment));
            }
        });
        return captured;
    }

    /** What was captured and neither given back nor taken back. */
    private static Map<String, Long> heldThere(JsonNode truth) {
        Map<String, Long> held = new TreeMap<>();
        truth.path("payments").forEach(payment -> held.put(operationKey(payment), payment.path("amount").longValue()
                - payment.path("refunded").longValue() - payment.path("disputed").longValue()));
        held.values().removeIf(amount -> amount == 0);
        return held;
    }

    private static String operationKey(JsonNode payment) {
        return payment.path("metadata").path("operation_key").stringValue("none");
    }

    private JsonNode truth() {
        try {
            return Api.send(HttpRequest.newBuilder(provider.resolve("/sandbox/truth")).build()).json();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
