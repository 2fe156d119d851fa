package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.sandbox.SandboxServer;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** The one check after every test that moves money: our books, our orders and the provider's truth agree. */
public final class Books {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Credit that is issued, less what was paid and has not gone back; a dispute takes it when it is lost. */
    private static final String CREDIT_OVER_MONEY = """
            SELECT count(*)
            FROM (SELECT unit
                  FROM (SELECT unit, -amount AS issued FROM balance.posting WHERE account = 'issued-credit'
                        UNION ALL SELECT credit_unit, -credit FROM recharge.recharge WHERE state = 'CREDITED'
                        UNION ALL SELECT credit_unit, credit FROM recharge.refund
                                  WHERE state IN ('SENDING', 'UNKNOWN', 'PENDING', 'SUCCEEDED')
                        UNION ALL SELECT credit_unit, credit - credit_back FROM recharge.dispute
                                  WHERE state IN ('WON', 'LOST')) AS part
                  GROUP BY unit HAVING sum(issued) > 0) AS over
            """;

    private final TestDatabase database;
    private final SandboxServer sandbox;

    Books(TestDatabase database, SandboxServer sandbox) {
        this.database = database;
        this.sandbox = sandbox;
    }

    /** Waits until nothing is outstanding, then compares everything. */
    public void settleAndCheck(Duration longest) {
        Until.holds("every order has ended", longest, () -> count("""
                SELECT (SELECT count(*) FROM recharge.recharge WHERE next_attempt_at IS NOT NULL AND state <> 'REQUIRES_ACTION')
                     + (SELECT count(*) FROM recharge.refund WHERE next_attempt_at IS NOT NULL)
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
        assertThat(refundsByUs()).as("what we know to be refunded, against the provider's truth")
                .isEqualTo(refundedThere());
        assertThat(disputesByUs()).as("what banks took and did not give back, against the provider's truth")
                .isEqualTo(disputedThere());
        assertThat(count(CREDIT_OVER_MONEY)).as("units of which more credit is issued than was paid and not given back")
                .isZero();
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
                SELECT e.reference, sum(p.amount)::bigint
                FROM balance.entry e JOIN balance.posting p ON p.entry_id = e.entry_id
                WHERE e.kind = 'recharge' AND (p.account LIKE 'bucket:%' OR p.account LIKE 'receivable:%')
                GROUP BY e.reference
                """);
    }

    private Map<String, Long> creditedOrders() {
        return map("SELECT id, credit + bonus FROM recharge.recharge WHERE state = 'CREDITED'");
    }

    private Map<String, Long> capturedByUs() {
        return map("SELECT id, captured_minor FROM recharge.payment WHERE captured_minor IS NOT NULL");
    }

    private Map<String, Long> map(String sql) {
        return Objects.requireNonNull(database.client().sql(sql)
                .map(row -> Map.entry(Objects.requireNonNull(row.get(0, String.class)),
                        Objects.requireNonNull(row.get(1, Long.class))))
                .all()
                .collect(TreeMap<String, Long>::new, (all, one) -> {
                    if (all.put(one.getKey(), one.getValue()) != null) {
                        throw new AssertionError("twice: " + one.getKey());
                    }
                })
                .switchIfEmpty(Mono.just(new TreeMap<>()))
                .block(LONGEST));
    }

    private Map<String, Long> refundsByUs() {
        return map("SELECT reference, amount_minor FROM recharge.refund WHERE state IN ('PENDING', 'SUCCEEDED')");
    }

    private Map<String, Long> disputesByUs() {
        return map("""
                SELECT reference, withdrawn_minor - coalesce(reinstated_minor, 0) FROM recharge.dispute
                WHERE withdrawn_minor IS NOT NULL
                """);
    }

    private Map<String, Long> capturedThere() {
        return there("payments", payment -> payment.path("metadata").path("operation_key").stringValue("none"),
                payment -> payment.path("amount").longValue());
    }

    private Map<String, Long> refundedThere() {
        return there("refunds", Books::id, refund -> refund.path("status").stringValue("").equals("failed")
                ? null
                : Long.valueOf(refund.path("amount").longValue()));
    }

    private Map<String, Long> disputedThere() {
        return there("disputes", Books::id,
                dispute -> dispute.path("withdrawn").longValue() - dispute.path("reinstated").longValue());
    }

    private static String id(JsonNode object) {
        return object.path("id").stringValue("none");
    }

    /** One list of the provider's truth; what has no value is left out. */
    private Map<String, Long> there(String list, Function<JsonNode, String> key,
            Function<JsonNode, @Nullable Long> value) {
        try {
            Map<String, Long> found = new TreeMap<>();
            for (JsonNode one : Api.send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/sandbox/truth"))
                    .build()).json().path(list)) {
                Long amount = value.apply(one);
                if (amount != null && found.put(key.apply(one), amount) != null) {
                    throw new AssertionError("twice among " + list + ": " + key.apply(one));
                }
            }
            return found;
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
