package dev.refill.gateways.momo;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import dev.refill.gateway.Approved;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.testkit.gateway.HostileBodies;

import static org.assertj.core.api.Assertions.assertThat;

class MomoWebhooksTest {

    private static final String LAST_SECRET = "callback_before_the_rotation_0123456789";
    private static final OperationKey KEY = new OperationKey("pay_1");
    private static final ProviderReference REFERENCE = ReferenceIds.of(KEY);
    private static final Approved APPROVED = new Approved(REFERENCE, Money.of(1_000, "EUR"));
    private static final String PAID = """
            {"financialTransactionId":"23503452","externalId":"pay_1","amount":"10","currency":"EUR",
             "payer":{"partyIdType":"MSISDN","partyId":"256770000001"},"status":"SUCCESSFUL"}""";

    private final List<OperationKey> asked = new ArrayList<>();
    private volatile LookupOutcome mtnSays = APPROVED;

    @Test
    void verifyWhenGenuineThenAuthenticAndMtnWasAsked() {
        assertThat(verified(genuine(), PAID)).isEqualTo(new Authentic(REFERENCE + ":SUCCESSFUL", "requesttopay"));
        assertThat(asked).containsExactly(KEY);
    }

    /** The address is made as documented, not by the code under test. */
    @Test
    void addressThenOursWithThePaymentAndItsMac() {
        assertThat(addresses("sandbox").of(REFERENCE))
                .isEqualTo(URI.create(TestMomo.CALLBACK_BASE + "/" + genuine()));
    }

    /** A replay says what MTN says in any case, and has the id of the first: the inbox keeps one of them. */
    @Test
    void verifyWhenReplayedThenTheSameEvent() {
        assertThat(verified(genuine(), PAID)).isEqualTo(verified(genuine(), PAID));
    }

    /** An old callback that is sent again after the payment went on tells nothing. */
    @Test
    void verifyWhenReplayedAfterItWentOnThenNotConfirmed() {
        assertThat(verified(genuine(), PAID.replace("SUCCESSFUL", "PENDING")))
                .isEqualTo(new Rejected(Reason.NOT_CONFIRMED));
    }

    /** As true of a payment that is open as MTN's own word: each of them would be kept. */
    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "CREATED", "MOON_PHASE", "SUCCESSFULLY"})
    void verifyWhenItTellsOfNoEndThenNotConfirmedAndMtnIsNotAsked(String status) {
        mtnSays = new Pending(REFERENCE);
        assertThat(verified(genuine(), PAID.replace("SUCCESSFUL", status)))
                .isEqualTo(new Rejected(Reason.NOT_CONFIRMED));
        assertThat(asked).isEmpty();
    }

    @Test
    void verifyWhenTheSecretWasRotatedMeanwhileThenAuthentic() {
        assertThat(verified(proof(REFERENCE, "sandbox", LAST_SECRET), PAID)).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenForgedThenSignatureWrongAndMtnIsNotAsked() {
        for (var forged : List.of(proof(REFERENCE, "sandbox", "somebody_else_0123456789abcdef0123456789"),
                proof(REFERENCE, "mtnuganda", TestMomo.CALLBACK_SECRET), REFERENCE + "." + "0".repeat(64))) {
            assertThat(verified(forged, PAID)).isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
        }
        assertThat(asked).isEmpty();
    }

    /** Who was told the address of one payment cannot speak of another. */
    @Test
    void verifyWhenTheAddressIsAnothersThenSignatureWrongAndMtnIsNotAsked() {
        var another = proof(ReferenceIds.of(new OperationKey("pay_2")), "sandbox", TestMomo.CALLBACK_SECRET);
        assertThat(verified(another, PAID)).isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
        assertThat(asked).isEmpty();
    }

    /** The address is genuine, and whoever wrote the body is not. */
    @ParameterizedTest
    @MethodSource("otherTruths")
    void verifyWhenMtnSaysAnotherThingThenNotConfirmed(LookupOutcome truth) {
        mtnSays = truth;
        assertThat(verified(genuine(), PAID)).isEqualTo(new Rejected(Reason.NOT_CONFIRMED));
    }

    private static List<LookupOutcome> otherTruths() {
        return List.of(new Pending(REFERENCE), new Declined(REFERENCE, DeclineReason.OTHER, "x", false),
                new Approved(REFERENCE, Money.of(1, "EUR")), new Approved(REFERENCE, Money.of(1_000, "UGX")),
                new NotFound(), new Unknown("no answer in time"), new NotSent(NotSent.Reason.BULKHEAD_FULL, null));
    }

    @Test
    void verifyWhenNoAddressOfItsOwnThenSignatureMissing() {
        assertThat(translator().verify(Map.of(), PAID.getBytes(StandardCharsets.UTF_8)).block(Duration.ofSeconds(5)))
                .isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x", "00000000-0000-4000-8000-000000000000",
            "00000000-0000-4000-8000-000000000000.", "00000000-0000-4000-8000-000000000000.zz",
            "------------------------------------.0000000000000000000000000000000000000000000000000000000000000000",
            "00000000-0000-4000-8000-000000000000.000000000000000000000000000000000000000000000000000000000000000",
            "00000000-0000-4000-8000-00000000000A.0000000000000000000000000000000000000000000000000000000000000000",
            "00000000-0000-4000-8000-000000000000.0000000000000000000000000000000000000000000000000000000000000000\n"})
    void verifyWhenTheAddressIsMalformedThenSignatureMalformed(String proof) {
        assertThat(verified(proof, PAID)).isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
        assertThat(verified("x".repeat(100_000), PAID)).isEqualTo(new Rejected(Reason.SIGNATURE_MALFORMED));
    }

    @Test
    void verifyWhenBodyIsHostileThoughTheAddressIsGenuineThenBodyMalformedAndMtnIsNotAsked() {
        assertThat(HostileBodies.all()).allSatisfy(body -> assertThat(verified(genuine(), body))
                .isEqualTo(new Rejected(Reason.BODY_MALFORMED)));
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"externalId\":\"pay_1\"}", "{\"externalId\":\"pay 1\",\"status\":\"PENDING\"}",
            "{\"externalId\":7,\"status\":\"PENDING\"}", "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"successful\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\",\"amount\":\"-10\",\"currency\":\"EUR\"}"})
    void verifyWhenBodyIsNoRequestToPayThenBodyMalformed(String body) {
        assertThat(verified(genuine(), body)).isEqualTo(new Rejected(Reason.BODY_MALFORMED));
        assertThat(translator().translate(body.getBytes(StandardCharsets.UTF_8))).isInstanceOf(NotUnderstood.class);
    }

    @Test
    void translateWhenBodyIsHostileThenNotUnderstood() {
        assertThat(HostileBodies.all())
                .allSatisfy(body -> assertThat(translator().translate(body)).isInstanceOf(NotUnderstood.class));
    }

    @Test
    void translateThenWhatMtnConfirmedWithOurKey() {
        assertTranslated(PAID, "SUCCESSFUL", APPROVED);
        assertTranslated(PAID.replace("SUCCESSFUL", "PENDING"), "PENDING", new Pending(REFERENCE));
        assertTranslated(PAID.replace("\"SUCCESSFUL\"", "\"FAILED\",\"reason\":\"EXPIRED\""), "FAILED",
                new Declined(REFERENCE, DeclineReason.AUTHENTICATION_FAILED, "EXPIRED", false));
        assertTranslated(PAID.replace("\"SUCCESSFUL\"", "\"FAILED\",\"reason\":{\"code\":\"MOON_PHASE\"}"), "FAILED",
                new Declined(REFERENCE, DeclineReason.OTHER, "MOON_PHASE", false));
    }

    @Test
    void proofWhenPrintedThenWithoutItsMac() {
        var proof = Objects.requireNonNull(CallbackProof.parse(genuine()));
        assertThat(proof.toString()).contains(REFERENCE.value())
                .doesNotContain(HexFormat.of().formatHex(proof.mac()));
    }

    private void assertTranslated(String body, String status, PaymentObservation observation) {
        assertThat(translator().translate(body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Events(List.of(new PaymentObserved(MomoGateway.ID, REFERENCE + ":" + status,
                        Instant.EPOCH, KEY, observation))));
    }

    private Verification verified(String proof, String body) {
        return verified(proof, body.getBytes(StandardCharsets.UTF_8));
    }

    private Verification verified(String proof, byte[] body) {
        return Objects.requireNonNull(translator().verify(proof, Map.of(), body).block(Duration.ofSeconds(5)));
    }

    private MomoWebhooks translator() {
        return new MomoWebhooks(addresses("sandbox"), new MomoEvents(), this::answer);
    }

    private Mono<LookupOutcome> answer(OperationKey key) {
        return Mono.fromSupplier(() -> {
            asked.add(key);
            return mtnSays;
        });
    }

    private static CallbackAddresses addresses(String market) {
        return new CallbackAddresses(URI.create(TestMomo.CALLBACK_BASE), market,
                List.of(TestMomo.CALLBACK_SECRET, LAST_SECRET));
    }

    private static String genuine() {
        return proof(REFERENCE, "sandbox", TestMomo.CALLBACK_SECRET);
    }

    private static String proof(ProviderReference reference, String market, String secret) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return reference + "." + HexFormat.of()
                    .formatHex(mac.doFinal((market + "/" + reference).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
