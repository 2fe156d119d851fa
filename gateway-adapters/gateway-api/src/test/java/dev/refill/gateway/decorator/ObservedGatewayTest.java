package dev.refill.gateway.decorator;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unknown;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedGatewayTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScriptedGateway provider = new ScriptedGateway();
    private final ObservedGateway gateway = new ObservedGateway(provider, registry);

    @Test
    void chargeThenCountedByOutcomeAndReason() {
        var declined = new Declined(new ProviderReference("pi_1"), DeclineReason.INSUFFICIENT_FUNDS, "x", false);
        provider.thenAnswers(declined, new Unknown("no answer"), new NotSent(NotSent.Reason.RATE_LIMITED, null));
        assertThat(gateway.charge(ScriptedGateway.COMMAND).block()).isSameAs(declined);
        gateway.charge(ScriptedGateway.COMMAND).block();
        gateway.charge(ScriptedGateway.COMMAND).block();
        assertThat(calls("charge", "declined", "insufficient_funds")).isOne();
        assertThat(calls("charge", "unknown", "none")).isOne();
        assertThat(calls("charge", "not_sent", "rate_limited")).isOne();
    }

    @Test
    void chargeWhenSubscriberGoesAwayThenCountedAsCancelled() {
        provider.thenNeverAnswers();
        gateway.charge(ScriptedGateway.COMMAND).subscribe().dispose();
        assertThat(calls("charge", "cancelled", "none")).isOne();
    }

    @Test
    void lookupThenCountedApart() {
        gateway.lookup(ScriptedGateway.queryBy(null)).block();
        assertThat(calls("lookup", "not_found", "none")).isOne();
    }

    @Test
    void chargeWhenNotSubscribedThenNothingIsCounted() {
        provider.thenAnswers(new Unknown("no answer"));
        gateway.charge(ScriptedGateway.COMMAND);
        assertThat(registry.find(ObservedGateway.CALLS).timers()).isEmpty();
    }

    @Test
    void declineOfAnUnknownCodeThenCountedByGatewayAloneAndPassedOnWithItsCode() {
        var unknown = new Declined(new ProviderReference("pi_1"), DeclineReason.OTHER, "moon_phase", false);
        provider.thenAnswers(unknown).thenFinds(unknown);
        assertThat(gateway.charge(ScriptedGateway.COMMAND).block()).isSameAs(unknown);
        assertThat(gateway.lookup(ScriptedGateway.queryBy(null)).block()).isSameAs(unknown);
        assertThat(registry.get("refill.gateway.unknown.declines").meters()).singleElement().satisfies(meter -> {
            assertThat(meter.getId().getTags()).containsExactly(Tag.of("gateway", "scripted"));
            assertThat(meter.measure()).singleElement()
                    .satisfies(count -> assertThat(count.getValue()).isEqualTo(2));
        });
    }

    @ParameterizedTest
    @EnumSource(value = DeclineReason.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void declineOfAKnownCodeThenNotCountedAsUnknown(DeclineReason reason) {
        provider.thenAnswers(new Declined(new ProviderReference("pi_1"), reason, "x", false));
        gateway.charge(ScriptedGateway.COMMAND).block();
        assertThat(registry.get("refill.gateway.unknown.declines").counter().count()).isZero();
    }

    private long calls(String verb, String outcome, String reason) {
        return registry.get(ObservedGateway.CALLS)
                .tags("gateway", "scripted", "verb", verb, "outcome", outcome, "reason", reason)
                .timer()
                .count();
    }
}
