package dev.refill.idempotency;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.idempotency.ClaimInvariants.Rule;
import dev.refill.idempotency.ClaimInvariants.Violation;
import dev.refill.idempotency.r2dbc.R2dbcClaimStore;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

/** A check that has never found anything proves nothing: each rule is broken once. */
class ClaimInvariantsIT {

    private final TestDatabase database = TestDatabase.with("idempotency");
    private final TestClock clock = new TestClock();
    private final ClaimInvariants invariants = new ClaimInvariants(database.client(), clock, Duration.ofDays(31));

    @BeforeEach
    void twoClaims() {
        var store = new R2dbcClaimStore(database.client(), clock, TestSettings.defaults());
        store.claim(TestClaims.aKey(), TestClaims.aFingerprint()).block();
        store.claim(TestClaims.aKey(), TestClaims.aFingerprint()).block();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void violationsWhenNothingIsBrokenThenNone() {
        assertThat(invariants.violations().collectList().block()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "ID_IS_OF_ONE_KEY    | UPDATE idempotency.claim SET claim_id = 'clm_same'",
            "LEASE_FOLLOWS_CLAIM | UPDATE idempotency.claim SET lease_until = created_at - interval '1 s'",
            "WINDOW_IS_KEPT      | UPDATE idempotency.claim SET created_at = created_at - interval '33 days', lease_until = created_at"
    })
    void violationsWhenARuleIsBrokenThenNamed(Rule rule, String sql) {
        database.client().sql(sql).then().block();

        assertThat(invariants.violations().collectList().block()).extracting(Violation::rule).containsOnly(rule);
    }
}
