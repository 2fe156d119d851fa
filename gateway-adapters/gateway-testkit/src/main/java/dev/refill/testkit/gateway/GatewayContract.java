package dev.refill.testkit.gateway;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentGateway;
import dev.refill.testkit.gateway.Situation.Approves;
import dev.refill.testkit.gateway.Situation.LimitsTheRate;
import dev.refill.testkit.gateway.Situation.LosesAnswers;
import dev.refill.testkit.gateway.Situation.SaysKeyIsInUse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the contracts of all that a gateway can do have in common. An implementing test gives a fresh provider and an adapter
 * without decorators for each test.
 */
public interface GatewayContract {

    /** A line that a scan of all logs has to find. */
    String PROBE = "captured at the finest level";

    ScriptedProvider provider();

    PaymentGateway gateway();

    /** Nothing is declared that is not tested, nor the other way round. */
    @Test
    default void capabilitiesThenThoseWhoseContractsAreImplemented() {
        assertThat(Capabilities.declaredBy(gateway()))
                .as("capabilities of %s; each wants its contract among those that %s implements", gateway().id(),
                        getClass().getSimpleName())
                .isEqualTo(Capabilities.testedBy(this));
    }

    @Test
    default void exchangeWhenLoggedAtAnyLevelThenWithoutSecrets() {
        try (var logs = CapturedLogs.open()) {
            // Proves that even the finest level is captured: an adapter may well have nothing to say.
            LoggerFactory.getLogger(GatewayContract.class).trace(PROBE);
            for (var situation : List.of(new Approves(), new LosesAnswers(), new SaysKeyIsInUse(),
                    new LimitsTheRate(Duration.ofSeconds(1)))) {
                var command = TestCharges.by(provider().given(situation));
                Answered.by(gateway().charge(command));
                provider().recovers();
                Answered.by(gateway()
                        .lookup(new LookupQuery(command.operationKey(), null, TestCharges.sentJustNow())));
                assertThat(command.toString()).doesNotContain(provider().secrets());
            }
            assertThat(logs.lines()).as("what was captured").anyMatch(line -> line.endsWith(PROBE));
            provider().secrets().forEach(secret -> assertThat(logs.lines()).noneMatch(line -> line.contains(secret)));
        }
    }
}
