package dev.refill.tariff.store;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import dev.refill.tariff.PlanInForce;
import dev.refill.tariff.Tariffs;
import dev.refill.tariff.TariffsContract;
import dev.refill.testsupport.TestDatabase;

import static org.assertj.core.api.Assertions.assertThat;

class R2dbcTariffsIT implements TariffsContract {

    private final TestDatabase database = TestDatabase.with("balance");
    private final R2dbcTariffs tariffs = new R2dbcTariffs(database.connections());

    @AfterEach
    void drop() {
        database.close();
    }

    @Override
    public Tariffs tariffs() {
        return tariffs;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE balance.tariff_version SET reason = 'another'",
            "DELETE FROM balance.tariff_version",
            "TRUNCATE balance.tariff_version"})
    void versionsAreNeverChanged(String statement) {
        put(CLASSIC, 0, null);

        database.client().sql(statement).then()
                .as(StepVerifier::create)
                .verifyErrorSatisfies(refused -> assertThat(refused).rootCause()
                        .hasMessageContaining("versions are never changed"));
    }

    /** A node that has read what is in force is right about it without asking, whatever another one writes. */
    @Test
    void whatWasReadIsKnownAndStaysRight() {
        put(CLASSIC, 0, null);
        PlanInForce read = inForce(CLASSIC, now());
        Tariffs other = new R2dbcTariffs(database.connections());
        other.put(version(CLASSIC, 1, null), plan(2)).block();

        assertThat(inForce(CLASSIC, now())).isSameAs(read);
        assertThat(other.inForce(CLASSIC, now()).map(PlanInForce::version).block()).isEqualTo(1);
        assertThat(inForce(CLASSIC, read.until()).version()).isEqualTo(1);
        assertThat(inForce(CLASSIC, read.until().plusSeconds(120)).version()).isEqualTo(2);
    }

    @Test
    void contentIsReadOnceForAll() {
        put(CLASSIC, 0, null);

        assertThat(tariffs.content(CLASSIC, 1).block()).isEqualTo(plan(1))
                .isSameAs(tariffs.content(CLASSIC, 1).block());
    }
}
