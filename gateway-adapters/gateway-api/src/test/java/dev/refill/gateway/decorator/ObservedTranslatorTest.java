package dev.refill.gateway.decorator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.DisputeObservation.DisputeWon;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;

import static org.assertj.core.api.Assertions.assertThat;

class ObservedTranslatorTest {

    private static final GatewayId GATEWAY = new GatewayId("scripted");
    private static final ProviderReference PAYMENT = new ProviderReference("pi_1");
    private static final byte[] BODY = {1};

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<GatewayEvent> events = new ArrayList<>();

    @Test
    void translateWhenACodeIsUnknownThenCountedAndPassedOn() {
        payment(new Declined(PAYMENT, DeclineReason.OTHER, "moon_phase", true));
        payment(new Declined(PAYMENT, DeclineReason.CARD_EXPIRED, "expired", true));
        payment(new Pending(PAYMENT));
        events.add(new DisputeObserved(GATEWAY, "d", Instant.EPOCH, null, PAYMENT, new DisputeWon(PAYMENT)));
        assertThat(translatorOf(new Events(events)).translate(BODY)).isEqualTo(new Events(events));
        assertThat(unknown()).isOne();
    }

    @Test
    void translateWhenNotUnderstoodThenPassedOnAndNothingIsCounted() {
        var notUnderstood = new NotUnderstood(Translation.Reason.UNKNOWN_TYPE, "x");
        assertThat(translatorOf(notUnderstood).translate(BODY)).isSameAs(notUnderstood);
        assertThat(unknown()).isZero();
    }

    @Test
    void verifyThenEitherWayIsPassedOn() {
        var translator = translatorOf(new Events(List.of()));
        assertThat(translator.gateway()).isEqualTo(GATEWAY);
        assertThat(translator.verify(Map.of(), BODY).block()).isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
        assertThat(translator.verify("proof", Map.of(), BODY).block()).isEqualTo(new Authentic("proof", "proven"));
    }

    private void payment(PaymentObservation observation) {
        events.add(new PaymentObserved(GATEWAY, "p", Instant.EPOCH, new OperationKey("pay_1"), observation));
    }

    private double unknown() {
        return registry.get(UnknownDeclines.NAME).tags("gateway", "scripted").counter().count();
    }

    private WebhookTranslator translatorOf(Translation translation) {
        return new ObservedTranslator(new WebhookTranslator() {

            @Override
            public GatewayId gateway() {
                return GATEWAY;
            }

            @Override
            public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
                return Mono.just(new Rejected(Reason.SIGNATURE_MISSING));
            }

            @Override
            public Mono<Verification> verify(String proof, Map<String, List<String>> headers, byte[] body) {
                return Mono.just(new Authentic(proof, "proven"));
            }

            @Override
            public Translation translate(byte[] body) {
                return translation;
            }
        }, registry);
    }
}
