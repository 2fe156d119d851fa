package dev.refill.subscriber.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.profile.AuditRecord;
import dev.refill.subscriber.profile.Change;
import dev.refill.subscriber.profile.ChangeOutcome;
import dev.refill.subscriber.profile.Profiles;
import dev.refill.subscriber.profile.ProfilesContract;
import dev.refill.subscriber.profile.ProvisionOutcome;
import dev.refill.testsupport.TestDatabase;

import static dev.refill.subscriber.profile.TestProfiles.ALICE;
import static dev.refill.subscriber.profile.TestProfiles.BOB;
import static dev.refill.subscriber.profile.TestProfiles.first;
import static dev.refill.subscriber.profile.TestProfiles.number;
import static org.assertj.core.api.Assertions.assertThat;

class R2dbcProfilesIT implements ProfilesContract {

    private final TestDatabase database = TestDatabase.with("balance");
    private final R2dbcProfiles profiles = new R2dbcProfiles(database.connections());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    public Profiles profiles() {
        return profiles;
    }

    private void refuses(String sql, String why) {
        database.client().sql(sql).then()
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refused -> assertThat(refused).rootCause().hasMessageContaining(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE balance.subscriber_audit SET reason = 'another'",
            "UPDATE balance.subscriber_audit SET reason = reason WHERE false",
            "DELETE FROM balance.subscriber_audit",
            "TRUNCATE balance.subscriber_audit",
            "TRUNCATE balance.subscriber CASCADE"})
    void recordsAreNeverChanged(String statement) {
        provision(first(ALICE, 1));

        refuses(statement, "what was done stays told");
    }

    @Test
    void schemaKeepsItsRulesAgainstSqlFromAnywhere() {
        provision(first(ALICE, 1, 2));
        provision(first(BOB, 3));

        refuses("DELETE FROM balance.subscriber", "foreign key");
        refuses("INSERT INTO balance.subscriber_number VALUES ('sub_bob', '+12025550002', true)", "one_holder");
        refuses("UPDATE balance.subscriber SET msisdn = '+12025550009'", "main_number_is_its_own");
        refuses("DELETE FROM balance.subscriber_number WHERE msisdn = '+12025550001'", "main_number_is_its_own");
        refuses("INSERT INTO balance.subscriber (id, msisdn, status) VALUES ('sub_cy', '+12025550009', 'ACTIVE')",
                "main_number_is_its_own");
        refuses("UPDATE balance.subscriber SET overdraft = -1", "overdraft");
        assertThat(now(ALICE)).isEqualTo(first(ALICE, 1, 2));
    }

    /** As it was before there were profiles: migrated, a barred and a closed subscriber are as they were, and can be changed. */
    @Test
    void subscribersOfBeforeAreCarriedOver() throws IOException {
        database.client().sql("DROP SCHEMA balance CASCADE; CREATE SCHEMA balance; " + migration("V2__subscriber.sql")
                + "INSERT INTO balance.subscriber VALUES ('sub_alice', '+12025550001', 'BARRED', now()),"
                + " ('sub_bob', '+12025550002', 'CLOSED', now());" + migration("V6__profiles.sql"))
                .then().block();

        assertThat(now(ALICE)).satisfies(alice -> {
            assertThat(alice.version()).isEqualTo(1);
            assertThat(alice.numbers().all()).containsExactly(number(1));
            assertThat(alice.changedAt()).isEqualTo(alice.createdAt());
        });
        assertThat(profiles.audit(ALICE, null, 9).map(AuditRecord::reason).collectList().block())
                .containsExactly("carried over");
        assertThat(provision(first(ALICE, 1))).isInstanceOf(ProvisionOutcome.IdTaken.class);
        assertThat(change(ALICE, new Change.SetStatus(Status.ACTIVE))).isInstanceOf(ChangeOutcome.Done.class);
        assertThat(provision(first(new SubscriberId("sub_cy"), 2))).isInstanceOf(ProvisionOutcome.Created.class);
        assertThat(now(BOB).status()).isEqualTo(Status.CLOSED);
    }

    private static String migration(String name) throws IOException {
        try (InputStream file = R2dbcProfilesIT.class.getResourceAsStream("/db/migration/balance/" + name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
