package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.r2dbc.spi.ConnectionFactory;
import org.springframework.r2dbc.core.DatabaseClient;
import tools.jackson.databind.JsonNode;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.Rule;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.testsupport.invariants.SqlSnapshot;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
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
                                  WHERE state IN ('SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'SUCCEEDED')
                        UNION ALL SELECT credit_unit, credit - credit_back FROM recharge.dispute
                                  WHERE state IN ('WON', 'LOST')) AS part
                  GROUP BY unit HAVING sum(issued) > 0) AS over
            """;

    private static final String NONE = "none";
    /** What a check in between may find. */
    private static final Set<Rule> MAY_BE_OPEN = Set.of(Rule.EVERY_ORDER_HAS_ENDED, Rule.EVERY_REFUND_HAS_ENDED);

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
                SELECT (SELECT count(*) FROM recharge.recharge WHERE next_attempt_at IS NOT NULL AND state <> 'REQUIRES_ACTION')
                     + (SELECT count(*) FROM recharge.refund WHERE next_attempt_at IS NOT NULL)
                """) == 0);
        check();
    }

    /** Compares everything as it stands; a page may still be open. */
    public void check() {
        assertThat(LedgerInvariants.over(connections).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(new RechargeInvariants(database).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(Invariants.atRest(SqlSnapshot.read(database, providersTruth())))
                .filteredOn(broken -> !MAY_BE_OPEN.contains(broken.rule()))
                .isEmpty();
        assertThat(count(CREDIT_OVER_MONEY)).as("units of which more credit is issued than was paid and not given back")
                .isZero();
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
        Snapshot.Provider provider = providersTruth();
        Snapshot now = SqlSnapshot.read(database, provider);
        Set<String> credited = now.postings().stream().map(Snapshot.Line::reference).collect(toSet());
        Set<String> charged = provider.captures().stream().map(Snapshot.Capture::operationKey).collect(toSet());
        return now.orders().stream()
                .filter(order -> Set.of("CHARGING", "PAID").contains(order.state()))
                .filter(order -> charged.contains(order.operationKey()) && !credited.contains(order.id()))
                .collect(groupingBy(Snapshot.PlacedOrder::state, counting()));
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

    public String text(String sql) {
        return Objects.requireNonNull(database.sql(sql).map(row -> row.get(0, String.class)).one().block(LONGEST));
    }

    private Snapshot.Provider providersTruth() {
        try {
            return told(Api.send(HttpRequest.newBuilder(provider.resolve("/sandbox/truth")).build()).json());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static Snapshot.Provider told(JsonNode truth) {
        Map<String, String> keys = new HashMap<>();
        List<Snapshot.Capture> captures = new ArrayList<>();
        truth.path("payments").forEach(payment -> {
            keys.put(text(payment, "id"), key(payment));
            captures.add(new Snapshot.Capture(key(payment), new Snapshot.Sum(payment.path("amount").longValue(),
                    text(payment, "currency").toUpperCase(Locale.ROOT)), payment.path("refunded").longValue(0)));
        });
        List<Snapshot.GivenBack> refunds = new ArrayList<>();
        truth.path("refunds").forEach(refund -> refunds.add(new Snapshot.GivenBack(text(refund, "id"),
                refund.path("metadata").path("operation_key").stringValue(null),
                keys.getOrDefault(text(refund, "payment"), NONE), refund.path("amount").longValue(),
                text(refund, "status").equals("failed"))));
        List<Snapshot.Taken> disputes = new ArrayList<>();
        truth.path("disputes").forEach(dispute -> disputes.add(new Snapshot.Taken(text(dispute, "id"),
                keys.getOrDefault(text(dispute, "payment"), NONE), dispute.path("withdrawn").longValue(),
                dispute.path("reinstated").longValue())));
        return new Snapshot.Provider(captures.stream().map(Snapshot.Capture::operationKey).collect(toSet()), captures,
                refunds, disputes);
    }

    private static String key(JsonNode payment) {
        return payment.path("metadata").path("operation_key").stringValue(NONE);
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).stringValue(NONE);
    }
}
