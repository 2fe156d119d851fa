package dev.refill.testkit.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Approved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;

import static org.assertj.core.api.Assertions.assertThat;

/** What every translator keeps: nothing hostile gets in, nothing of it throws, and nothing is guessed. */
public interface WebhookTranslatorContract {

    /** What the translator's clock says throughout. */
    Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    WebhookTranslator translator();

    SignedWebhooks webhooks();

    @Test
    default void verifyWhenSignedThenAuthentic() {
        assertThat(verified(signed(webhooks().paid()))).isInstanceOf(Authentic.class);
    }

    @Test
    default void verifyTwiceThenTheSameEvent() {
        var signed = signed(webhooks().paid());
        assertThat(verified(signed)).isInstanceOf(Authentic.class).isEqualTo(verified(signed));
    }

    @Test
    default void verifyWhenOneByteDiffersThenSignatureWrong() {
        assertThat(verified(webhooks().changed(signed(webhooks().paid()))))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    default void verifyWhenForgedThenSignatureWrong() {
        assertThat(verified(webhooks().forged(webhooks().paid(), NOW)))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    default void verifyWhenUnsignedThenSignatureMissing() {
        assertThat(verified(new Delivery(Map.of(), webhooks().paid())))
                .isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
    }

    @Test
    default void verifyWhenSignatureIsMalformedThenRejected() {
        assertThat(webhooks().malformed(webhooks().paid())).isNotEmpty()
                .allSatisfy(delivery -> assertThat(verified(delivery)).isInstanceOf(Rejected.class));
    }

    @Test
    default void verifyWhenBodyIsHostileThoughSignedThenBodyMalformed() {
        assertThat(HostileBodies.all()).allSatisfy(body -> assertThat(verified(signed(body)))
                .isEqualTo(new Rejected(Reason.BODY_MALFORMED)));
    }

    @Test
    default void translateWhenBodyIsHostileThenNotUnderstood() {
        assertThat(HostileBodies.all())
                .allSatisfy(body -> assertThat(translator().translate(body)).isInstanceOf(NotUnderstood.class));
    }

    @Test
    default void translateWhenPaidThenApprovedWithOurKey() {
        assertThat(translator().translate(webhooks().paid())).isInstanceOfSatisfying(Events.class,
                events -> assertThat(events.events()).singleElement().isInstanceOfSatisfying(PaymentObserved.class,
                        event -> {
                            assertThat(event.gateway()).isEqualTo(translator().gateway());
                            assertThat(event.operationKey()).isNotNull();
                            assertThat(event.observation()).isInstanceOf(Approved.class);
                        }));
    }

    @Test
    default void translateTwiceThenTheSame() {
        assertThat(translator().translate(webhooks().paid())).isEqualTo(translator().translate(webhooks().paid()));
    }

    @Test
    default void translateWhenTypeIsUnknownThenNotUnderstood() {
        assertThat(translator().translate(webhooks().ofUnknownType())).isInstanceOfSatisfying(NotUnderstood.class,
                translation -> assertThat(translation.reason()).isEqualTo(Translation.Reason.UNKNOWN_TYPE));
    }

    @Test
    default void translateWhenOfNoConcernThenNoEvents() {
        assertThat(translator().translate(webhooks().ofNoConcern())).isEqualTo(new Events(List.of()));
    }

    /** What the translator says of a delivery. */
    default Verification verified(Delivery delivery) {
        return translator().verify(delivery.headers(), delivery.body()).single().blockOptional(Duration.ofSeconds(5))
                .orElseThrow();
    }

    private Delivery signed(byte[] body) {
        return webhooks().signed(body, NOW);
    }
}
