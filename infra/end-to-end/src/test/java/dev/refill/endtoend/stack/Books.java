package dev.refill.endtoend.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import dev.refill.ledger.LedgerInvariants;
import dev.refill.recharge.r2dbc.RechargeInvariants;
import dev.refill.sandbox.SandboxServer;
import dev.refill.testsupport.TestDatabase;
import dev.refill.testsupport.invariants.Invariants;
import dev.refill.testsupport.invariants.Rule;
import dev.refill.testsupport.invariants.Snapshot;
import dev.refill.testsupport.invariants.SqlSnapshot;

import static java.util.stream.Collectors.toSet;
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

    /** Compares everything as it stands; a page may still be open. */
    public void check() {
        assertThat(LedgerInvariants.over(database.connections()).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(new RechargeInvariants(database.client()).breaks().collectList().block(LONGEST)).isEmpty();
        assertThat(Invariants.atRest(SqlSnapshot.read(database.client(), providersTruth())))
                .filteredOn(broken -> broken.rule() != Rule.EVERY_ORDER_HAS_ENDED)
                .isEmpty();
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

    private Snapshot.Provider providersTruth() {
        try {
            List<Snapshot.Capture> captures = new ArrayList<>();
            Api.send(HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + "/sandbox/truth")).build())
                    .json()
                    .path("payments")
                    .forEach(payment -> captures.add(new Snapshot.Capture(
                            payment.path("metadata").path("operation_key").stringValue("none"),
                            new Snapshot.Sum(payment.path("amount").longValue(),
                                    payment.path("currency").stringValue("none").toUpperCase(Locale.ROOT)),
                            payment.path("refunded").longValue(0))));
            return new Snapshot.Provider(captures.stream().map(Snapshot.Capture::operationKey).collect(toSet()),
                    captures);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
