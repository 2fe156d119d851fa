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
        var body = webhooks().paid();
        assertThat(verified(webhooks().signed(body, NOW), body)).isInstanceOf(Authentic.class);
    }

    @Test
    default void verifyWhenOneByteDiffersThenSignatureWrong() {
        var body = webhooks().paid();
        var headers = webhooks().signed(body, NOW);
        body[body.length - 1] = ' ';
        assertThat(verified(headers, body)).isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    default void verifyWhenForgedThenSignatureWrong() {
        var body = webhooks().paid();
        assertThat(verified(webhooks().forged(body, NOW), body)).isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    default void verifyWhenUnsignedThenSignatureMissing() {
        assertThat(verified(Map.of(), webhooks().paid())).isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
    }

    @Test
    default void verifyAtEitherEdgeOfTheToleranceThenAuthentic() {
        var body = webhooks().paid();
        for (var offset : List.of(-300, 300)) {
            assertThat(verified(webhooks().signed(body, NOW.plusSeconds(offset)), body)).isInstanceOf(Authentic.class);
        }
    }

    @Test
    default void verifyWhenStaleThenTooOld() {
        var body = webhooks().paid();
        assertThat(verified(webhooks().signed(body, NOW.minusSeconds(301)), body))
                .isEqualTo(new Rejected(Reason.TIMESTAMP_TOO_OLD));
    }

    @Test
    default void verifyWhenFromTheFutureThenInFuture() {
        var body = webhooks().paid();
        for (var ahead : List.of(Duration.ofSeconds(301), Duration.ofDays(365))) {
            assertThat(verified(webhooks().signed(body, NOW.plus(ahead)), body))
                    .isEqualTo(new Rejected(Reason.TIMESTAMP_IN_FUTURE));
        }
    }

    @Test
    default void verifyWhenHeaderIsMalformedThenRejected() {
        var body = webhooks().paid();
        assertThat(webhooks().malformed(body)).isNotEmpty()
                .allSatisfy(headers -> assertThat(verified(headers, body)).isInstanceOf(Rejected.class));
    }

    @Test
    default void verifyWhenBodyIsHostileThoughSignedThenBodyMalformed() {
        assertThat(HostileBodies.all()).allSatisfy(body -> assertThat(verified(webhooks().signed(body, NOW), body))
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
        assertNotUnderstood(webhooks().ofUnknownType(), Translation.Reason.UNKNOWN_TYPE);
    }

    @Test
    default void translateWhenApiIsNewerThenNotUnderstood() {
        assertNotUnderstood(webhooks().ofNewerApi(), Translation.Reason.NEWER_API_VERSION);
    }

    @Test
    default void translateWhenOfNoConcernThenNoEvents() {
        assertThat(translator().translate(webhooks().ofNoConcern())).isEqualTo(new Events(List.of()));
    }

    private void assertNotUnderstood(byte[] body, Translation.Reason reason) {
        assertThat(translator().translate(body)).isInstanceOfSatisfying(NotUnderstood.class,
                translation -> assertThat(translation.reason()).isEqualTo(reason));
    }

    private Verification verified(Map<String, List<String>> headers, byte[] body) {
        return translator().verify(headers, body).single().blockOptional(Duration.ofSeconds(5)).orElseThrow();
    }
}
