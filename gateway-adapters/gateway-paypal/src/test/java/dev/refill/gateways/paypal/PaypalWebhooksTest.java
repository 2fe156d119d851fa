package dev.refill.gateways.paypal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.gateways.paypal.TestCertificates.Authority;
import dev.refill.gateways.paypal.TestCertificates.Signer;
import dev.refill.testkit.gateway.CapturedLogs;
import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;
import dev.refill.testkit.gateway.TestClock;
import dev.refill.testkit.gateway.VersionedWebhooksContract;

import static org.assertj.core.api.Assertions.assertThat;

class PaypalWebhooksTest implements VersionedWebhooksContract {

    private static final Authority ROOT = Authority.root("Root CA");
    private static final Authority CA = ROOT.intermediate("Issuing CA");
    private static final Signer SIGNER = CA.signs(CA.wanted());
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final SignedWebhooks webhooks = new PaypalSignedWebhooks(SIGNER.key());
    private final AtomicInteger fetched = new AtomicInteger();
    private volatile Instant now = NOW;
    private volatile Mono<byte[]> served = Mono.just(SIGNER.pem());
    private final SigningCertificates certificates = new SigningCertificates(
            _address -> Mono.defer(() -> {
                fetched.incrementAndGet();
                return served;
            }), new CertificateTrust(List.of(ROOT.certificate()), new TestClock(() -> now)), new TestClock(() -> now));
    private final WebhookTranslator translator = translator(false);

    /** As it is a moment after PayPal has signed by a certificate for the first time. */
    @BeforeEach
    void haveTheCertificateAtHand() {
        certificates.fetched(address()).block(LONGEST);
    }

    @Override
    public WebhookTranslator translator() {
        return translator;
    }

    @Override
    public SignedWebhooks webhooks() {
        return webhooks;
    }

    @Override
    public byte[] ofNewerApi() {
        return TestEvents.captured("PAYMENT.CAPTURE.COMPLETED", "COMPLETED").ofVersion("3.0").bytes();
    }

    @Test
    void verifyThenTheEventsOwnIdAndTypeAndNothingIsFetched() {
        assertThat(verified(paid())).isEqualTo(new Authentic(TestEvents.EVENT_ID, "PAYMENT.CAPTURE.COMPLETED"));
        assertThat(fetched).hasValue(1);
    }

    @Test
    void verifyWhenSignedForTheWebhookThatTakesItsPlaceThenAuthentic() {
        assertThat(verified(PaypalSignedWebhooks.signed(webhooks.paid(), NOW.toString(), TestPaypal.NEXT_WEBHOOK_ID,
                SIGNER.key()))).isInstanceOf(Authentic.class);
    }

    /** PayPal signs for one webhook; that of another account or another address is not ours. */
    @ParameterizedTest
    @ValueSource(strings = {"1JE4291016473214D", "", "WEBHOOK_ID", "1JE4291016473214C|0"})
    void verifyWhenSignedForAnotherWebhookThenSignatureWrong(String webhookId) {
        assertThat(verified(PaypalSignedWebhooks.signed(webhooks.paid(), NOW.toString(), webhookId, SIGNER.key())))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    void verifyWhenAnotherTransmissionThenSignatureWrong() {
        assertThat(verified(PaypalSignedWebhooks.with(paid(), "paypal-transmission-id", "69cd13f0")))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    /** Whoever has recorded one cannot make it younger. */
    @Test
    void verifyWhenAnotherTimeThenSignatureWrong() {
        assertThat(verified(PaypalSignedWebhooks.with(paid(), "paypal-transmission-time",
                NOW.minusSeconds(1).toString()))).isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    void verifyWhenAnyHeaderIsAbsentThenSignatureMissing() {
        for (var name : paid().headers().keySet()) {
            assertThat(verified(PaypalSignedWebhooks.with(paid(), name)))
                    .isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
        }
    }

    /** It is not documented whether a repetition, for three days, has a new time. */
    @Test
    void verifyWhenRepeatedForDaysThenAuthenticAndTheSameEvent() {
        var first = verified(paid());
        now = NOW.plus(Duration.ofDays(4));
        assertThat(verified(paid())).isInstanceOf(Authentic.class).isEqualTo(first);
        now = NOW.plus(Duration.ofDays(4)).plusSeconds(1);
        assertThat(verified(paid())).isEqualTo(new Rejected(Reason.TIMESTAMP_TOO_OLD));
    }

    @Test
    void verifyWhenFromTheFutureThenInFuture() {
        assertThat(verified(webhooks.signed(webhooks.paid(), NOW.plusSeconds(300)))).isInstanceOf(Authentic.class);
        assertThat(verified(webhooks.signed(webhooks.paid(), NOW.plusSeconds(301))))
                .isEqualTo(new Rejected(Reason.TIMESTAMP_IN_FUTURE));
    }

    @Test
    void verifyWhenTimeHasAnOffsetThenAuthentic() {
        assertThat(verified(PaypalSignedWebhooks.signed(webhooks.paid(), "2026-03-01T13:00:00.123+01:00",
                TestPaypal.WEBHOOK_ID, SIGNER.key()))).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenSandboxSpeaksToTheRealThingThenWrongEnvironmentAndNothingIsFetched() {
        assertThat(verified(translator(true), paid())).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
        assertThat(verified(PaypalSignedWebhooks.with(paid(), "paypal-cert-url",
                "https://api.paypal.com/v1/notifications/certs/CERT-1"))).isEqualTo(
                        new Rejected(Reason.WRONG_ENVIRONMENT));
        assertThat(fetched).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/v1/notifications/certs/CERT-1", "http://169.254.169.254/",
            "https://api.sandbox.paypal.com.evil.example/v1/notifications/certs/CERT-1"})
    void verifyWhenCertificateIsElsewhereThenMalformedAndNothingIsFetched(String address) {
        assertThat(verified(PaypalSignedWebhooks.with(paid(), "paypal-cert-url", address)))
                .isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
        assertThat(fetched).hasValue(1);
    }

    @Test
    void verifyWhenCertificateHasExpiredSinceThenCertificateWrong() {
        var brief = CA.signs(CA.wanted().valid(NOW.minusSeconds(60), NOW.plusSeconds(60)));
        served = Mono.just(brief.pem());
        var other = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-2";
        certificates.fetched(Objects.requireNonNull(CertificateAddress.parse(other))).block(LONGEST);
        var delivery = PaypalSignedWebhooks.with(PaypalSignedWebhooks.signed(webhooks.paid(), NOW.toString(),
                TestPaypal.WEBHOOK_ID, brief.key()), "paypal-cert-url", other);
        now = NOW.plusSeconds(60);
        assertThat(verified(delivery)).isInstanceOf(Authentic.class);
        now = NOW.plusSeconds(61);
        assertThat(verified(delivery)).isEqualTo(new Rejected(Reason.CERTIFICATE_WRONG));
    }

    /** It is refused, so PayPal sends it again, and by then the certificate is at hand. */
    @Test
    void verifyWhenCertificateIsNotAtHandThenRefusedAtOnceAndAcceptedWhenSentAgain() {
        var pending = Sinks.<byte[]>one();
        served = pending.asMono();
        var delivery = fromAnotherCertificate();
        assertThat(verified(delivery)).isEqualTo(new Rejected(Reason.CERTIFICATE_NOT_AT_HAND));
        assertThat(verified(delivery)).isEqualTo(new Rejected(Reason.CERTIFICATE_NOT_AT_HAND));
        assertThat(fetched).as("once for both, and once before").hasValue(2);
        pending.tryEmitValue(SIGNER.pem()).orThrow();
        certificates.fetched(another()).block(LONGEST);
        assertThat(verified(delivery)).isInstanceOf(Authentic.class);
        assertThat(fetched).hasValue(2);
    }

    @Test
    void verifyWhenCertificateIsSomebodyElsesThenCertificateWrong() {
        var other = Authority.root("Root CA");
        var forger = other.signs(other.wanted());
        served = Mono.just(forger.pem());
        certificates.fetched(another()).block(LONGEST);
        assertThat(verified(PaypalSignedWebhooks.with(PaypalSignedWebhooks.signed(webhooks.paid(), NOW.toString(),
                TestPaypal.WEBHOOK_ID, forger.key()), "paypal-cert-url", another().uri().toString())))
                .isEqualTo(new Rejected(Reason.CERTIFICATE_WRONG));
    }

    /** BlockHound lets nothing block there. */
    @Test
    void verifyOnAThreadThatMustNotBlockThenAuthentic() {
        assertThat(translator.verify(paid().headers(), paid().body()).subscribeOn(Schedulers.parallel())
                .block(LONGEST)).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenNotSubscribedThenNothingIsFetched() {
        var delivery = fromAnotherCertificate();
        translator.verify(delivery.headers(), delivery.body());
        assertThat(fetched).hasValue(1);
    }

    @Test
    void verifyByAnAddressOfItsOwnThenRefused() {
        assertThat(translator.verify("proof", Map.of(), webhooks.paid()).block(LONGEST)).isInstanceOf(Rejected.class);
    }

    @Test
    void verifyAndTranslateWhenLoggedAtAnyLevelThenWithoutThePayer() {
        try (var logs = CapturedLogs.open()) {
            var agreed = webhooks.signed(TestEvents.agreed().bytes(), NOW);
            verified(agreed);
            verified(fromAnotherCertificate());
            translator.translate(agreed.body());
            certificates.fetched(another()).block(LONGEST);
            assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains("buyer.example"));
        }
    }

    private Delivery paid() {
        return webhooks.signed(webhooks.paid(), NOW);
    }

    private Delivery fromAnotherCertificate() {
        return PaypalSignedWebhooks.with(paid(), "paypal-cert-url", another().uri().toString());
    }

    private static CertificateAddress address() {
        return Objects.requireNonNull(CertificateAddress.parse(PaypalSignedWebhooks.CERTIFICATE));
    }

    private static CertificateAddress another() {
        return Objects.requireNonNull(
                CertificateAddress.parse("https://api.sandbox.paypal.com/v1/notifications/certs/CERT-another"));
    }

    private WebhookTranslator translator(boolean live) {
        return new PaypalWebhooks(certificates, TestPaypal.events(), TestPaypal.PAYPALS,
                List.of(TestPaypal.WEBHOOK_ID, TestPaypal.NEXT_WEBHOOK_ID), live, new TestClock(() -> now));
    }

    private static Verification verified(WebhookTranslator translator, Delivery delivery) {
        return translator.verify(delivery.headers(), delivery.body()).blockOptional(LONGEST).orElseThrow();
    }
}
