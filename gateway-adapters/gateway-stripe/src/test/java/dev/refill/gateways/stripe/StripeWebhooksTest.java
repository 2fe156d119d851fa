package dev.refill.gateways.stripe;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.testkit.gateway.SignedWebhooks;
import dev.refill.testkit.gateway.TimedWebhooksContract;
import dev.refill.testkit.gateway.VersionedWebhooksContract;

import static org.assertj.core.api.Assertions.assertThat;

class StripeWebhooksTest implements TimedWebhooksContract, VersionedWebhooksContract {

    private static final String NEXT_SECRET = "whsec_of_the_rotation_0123456789";

    private final StripeSignedWebhooks webhooks = new StripeSignedWebhooks();

    @Override
    public WebhookTranslator translator() {
        return translator(false);
    }

    @Override
    public SignedWebhooks webhooks() {
        return webhooks;
    }

    @Override
    public byte[] ofNewerApi() {
        return TestEvents.paymentIntent("payment_intent.succeeded").withApiVersion("2027-03-31.erica").bytes();
    }

    @Test
    void verifyWhenAnyLiveSecretSignedThenAuthentic() {
        var body = webhooks.paid();
        var next = StripeSignedWebhooks.hmac(NEXT_SECRET, body, NOW);
        assertThat(verified(false, "t=" + NOW.getEpochSecond() + ",v1=" + next, body)).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenOneOfSeveralSignaturesIsOursThenAuthentic() {
        var body = webhooks.paid();
        var header = "t=" + NOW.getEpochSecond() + ",v1=" + "0".repeat(64) + ",v0=" + "1".repeat(64) + ",v1="
                + StripeSignedWebhooks.hmac(TestStripe.WEBHOOK_SECRET, body, NOW);
        assertThat(verified(false, header, body)).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenAuthenticThenTellsIdAndType() {
        var body = TestEvents.paymentIntent("payment_intent.succeeded").withId("evt_42").bytes();
        assertThat(verified(false, signed(body), body)).isEqualTo(new Authentic("evt_42", "payment_intent.succeeded"));
    }

    /** The signature is over the bytes, so what the JSON means plays no part. */
    @Test
    void verifyWhenWhitespaceDiffersFromOursThenAuthentic() {
        var body = (" \n" + new String(webhooks.paid(), StandardCharsets.UTF_8).replace(",", " ,\t") + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(verified(false, signed(body), body)).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenTestEventComesToLiveThenWrongEnvironment() {
        var body = webhooks.paid();
        assertThat(verified(true, signed(body), body)).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
    }

    @Test
    void verifyWhenLiveEventComesToTestThenWrongEnvironment() {
        var body = TestEvents.paymentIntent("payment_intent.succeeded").live().bytes();
        assertThat(verified(false, signed(body), body)).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
    }

    /** Stripe signs; it knows no address that proves anything. */
    @Test
    void verifyAtAnAddressOfItsOwnThenSignatureMalformed() {
        var body = webhooks.paid();
        assertThat(
                translator().verify("proof", webhooks.signed(body, NOW).headers(), body).block(Duration.ofSeconds(5)))
                .isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
    }

    private static String signed(byte[] body) {
        return "t=" + NOW.getEpochSecond() + ",v1="
                + StripeSignedWebhooks.hmac(TestStripe.WEBHOOK_SECRET, body, NOW);
    }

    private static Verification verified(boolean live, String header, byte[] body) {
        return Objects.requireNonNull(
                translator(live).verify(StripeSignedWebhooks.header(header), body).block(Duration.ofSeconds(5)));
    }

    private static WebhookTranslator translator(boolean live) {
        return new StripeWebhooks(new SigningSecrets(List.of(TestStripe.WEBHOOK_SECRET, NEXT_SECRET)),
                new StripeEvents(), live, Clock.fixed(NOW, ZoneOffset.UTC));
    }
}
