package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

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
                                  WHERE state IN ('SENDING', 'UNKNOWN', 'PENDING', 'SUCCEEDED')
                        UNION ALL SELECT credit_unit, credit - credit_back FROM recharge.dispute
                                  WHERE state IN ('WON', 'LOST')) AS part
                  GROUP BY unit HAVING sum(issued) > 0) AS over
            """;

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
        Truth truth = providersTruth();
        assertThat(LedgerInvariants.over(connections).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(new RechargeInvariants(database).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(Invariants.atRest(SqlSnapshot.read(database, truth.provider())))
                .filteredOn(broken -> broken.rule() != Rule.EVERY_ORDER_HAS_ENDED)
                .isEmpty();
        assertThat(refundsByUs()).as("what we know to be refunded, against the provider's truth")
                .isEqualTo(truth.refunds());
        assertThat(disputesByUs()).as("what banks took and did not give back, against the provider's truth")
                .isEqualTo(truth.disputes());
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
        Snapshot.Provider provider = providersTruth().provider();
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

    private Map<String, Long> refundsByUs() {
        return map("SELECT reference, amount_minor FROM recharge.refund WHERE state IN ('PENDING', 'SUCCEEDED')");
    }

    private Map<String, Long> disputesByUs() {
        return map("""
                SELECT reference, withdrawn_minor - coalesce(reinstated_minor, 0) FROM recharge.dispute
                WHERE withdrawn_minor IS NOT NULL
                """);
    }

    private Map<String, Long> map(String sql) {
        Map<String, Long> found = new TreeMap<>();
        Objects.requireNonNull(database.sql(sql)
                .map(row -> Map.entry(Objects.requireNonNull(row.get(0, String.class)),
                        Objects.requireNonNull(row.get(1, Long.class))))
                .all()
                .collectList()
                .block(LONGEST))
                .forEach(one -> putOnce(found, one.getKey(), one.getValue()));
        return found;
    }

    private static void putOnce(Map<String, Long> found, String key, long amount) {
        if (found.put(key, amount) != null) {
            throw new AssertionError("twice: " + key);
        }
    }

    /**
     * What the provider did.
     *
     * @param refunds what it gave back, by its own id
     * @param disputes what banks took and did not give back, by its own id
     */
    private record Truth(Snapshot.Provider provider, Map<String, Long> refunds, Map<String, Long> disputes) {

        static Truth of(JsonNode told) {
            List<Snapshot.Capture> captures = new ArrayList<>();
            told.path("payments").forEach(payment -> captures.add(capture(payment)));
            Map<String, Long> refunds = new TreeMap<>();
            told.path("refunds").forEach(refund -> {
                if (!refund.path("status").stringValue("").equals("failed")) {
                    putOnce(refunds, id(refund), refund.path("amount").longValue());
                }
            });
            Map<String, Long> disputes = new TreeMap<>();
            told.path("disputes").forEach(dispute -> putOnce(disputes, id(dispute),
                    dispute.path("withdrawn").longValue() - dispute.path("reinstated").longValue()));
            return new Truth(new Snapshot.Provider(
                    captures.stream().map(Snapshot.Capture::operationKey).collect(toSet()), captures), refunds,
                    disputes);
        }

        private static Snapshot.Capture capture(JsonNode payment) {
            return new Snapshot.Capture(payment.path("metadata").path("operation_key").stringValue("none"),
                    new Snapshot.Sum(payment.path("amount").longValue(),
                            payment.path("currency").stringValue("none").toUpperCase(Locale.ROOT)),
                    payment.path("refunded").longValue(0));
        }

        private static String id(JsonNode object) {
            return object.path("id").stringValue("none");
        }
    }

    private Truth providersTruth() {
        try {
            return Truth.of(Api.send(HttpRequest.newBuilder(provider.resolve("/sandbox/truth")).build()).json());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
