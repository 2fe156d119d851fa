package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.NotOurs;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.testkit.gateway.Delivery;
import dev.refill.testkit.gateway.SignedWebhooks;
import dev.refill.testkit.gateway.WebhookTranslatorContract;

import static org.assertj.core.api.Assertions.assertThat;

class AdyenWebhooksTest implements WebhookTranslatorContract {

    private final AdyenSignedWebhooks webhooks = new AdyenSignedWebhooks();

    @Override
    public WebhookTranslator translator() {
        return TestAdyen.translator();
    }

    @Override
    public SignedWebhooks webhooks() {
        return webhooks;
    }

    /** Known answers of Adyen's, the last one with characters in it that Adyen's oldest interfaces wrote in another way. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056"
                    + "|7914073381342284::TestMerchant:TestPayment-1407325143704:1130:EUR:AUTHORISATION:true"
                    + "|coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0=",
            "9064450A8892A093D9E97EFCC9639DE31B74F3A7803135555A3C96F5A57915D6"
                    + "|TestPayload|YA9/UDjldIO4Gq68X4ATYYoEaPYH4f4k2uzBBzEF1PA=",
            "74F490DD33F7327BAECC88B2947C011FC02D014A473AAA33A8EC93E4DC069174"
                    + "|ZVWN7D3WSMK2WN82::AntoniStroinski:\\:/\\/slashes are fun:1000:EUR:AUTHORISATION:true"
                    + "|CZErGCNQaSsxbaQfZaJlakqo7KPP+mIa8a+wx3yNs9A="})
    void knownAnswerThenSigned(String key, String data, String signature) {
        var expected = Objects.requireNonNull(Signature.parse(signature));
        assertThat(new SigningSecrets(List.of(key)).signed(expected, data)).isTrue();
        assertThat(new SigningSecrets(List.of(key)).signed(expected, data + ".")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "{\"pspReference\":\"ZVWN7D3WSMK2WN82\",\"merchantAccountCode\":\"AntoniStroinski\",\"merchantReference\":"
                    + "\"\\\\:/\\\\/slashes are fun\",\"amount\":{\"value\":1000,\"currency\":\"EUR\"},"
                    + "\"eventCode\":\"AUTHORISATION\",\"success\":\"true\"}"
                    + "|ZVWN7D3WSMK2WN82::AntoniStroinski:\\:/\\/slashes are fun:1000:EUR:AUTHORISATION:true",
            "{\"pspReference\":\"test_REPORT_AVAILABLE\",\"merchantAccountCode\":\"M\",\"merchantReference\":\"ref\","
                    + "\"amount\":{\"value\":\"0\",\"currency\":\"EUR\"},\"eventCode\":\"REPORT_AVAILABLE\","
                    + "\"success\":\"true\"}|test_REPORT_AVAILABLE::M:ref:0:EUR:REPORT_AVAILABLE:true",
            "{\"pspReference\":\"A1\",\"originalReference\":\"B2\",\"merchantAccountCode\":\"M\","
                    + "\"eventCode\":\"REPORT_AVAILABLE\",\"success\":\"false\"}"
                    + "|A1:B2:M::::REPORT_AVAILABLE:false"})
    void itemThenItsSignedData(String item, String data) {
        var body = ("{\"notificationItems\":[{\"NotificationRequestItem\":" + item + "}]}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(Objects.requireNonNull(Notification.read(body)).items()).singleElement()
                .satisfies(read -> assertThat(read.signedData()).isEqualTo(data));
    }

    /** As Adyen escapes nothing, a stranger's reference with our words in it has the signature of another payment. */
    @Test
    void verifyWhenFieldsAreCutAnewUnderATrueSignatureThenBodyMalformed() {
        var strangers = TestNotifications.payment("AUTHORISATION", true)
                .with(item -> item.put("merchantReference", "RefillTest:payment.pay_2"));
        var cutAnew = TestNotifications.read(signed(strangers).body()).with(
                item -> item.put("originalReference", ":RefillTest").put("merchantReference", "payment.pay_2"));
        assertThat(verified(signed(strangers))).isInstanceOf(Authentic.class);
        assertThat(verified(new Delivery(Map.of(), cutAnew.bytes())))
                .isEqualTo(new Rejected(Reason.BODY_MALFORMED));
    }

    @Test
    void verifyWhenAnyLiveKeySignedThenAuthentic() {
        assertThat(verified(AdyenSignedWebhooks.signed(webhooks.paid(), TestAdyen.NEXT_HMAC_KEY)))
                .isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenAuthenticThenTellsFactAndType() {
        assertThat(verified(signed(TestNotifications.payment("AUTHORISATION", true))))
                .isEqualTo(new Authentic("PAYMENT000000001:AUTHORISATION:true", "AUTHORISATION"));
    }

    /** Adyen sends a notification again with another date and more in it: it is the same event. */
    @Test
    void verifyWhenSentAgainThenTheSameEvent() {
        var again = TestNotifications.payment("AUTHORISATION", true).with(item -> {
            item.put("eventDate", "2026-03-05T00:00:00+01:00").put("reason", "again");
            ((ObjectNode) item.path("additionalData")).put("more", "words");
        });
        assertThat(verified(signed(again))).isEqualTo(verified(signed(
                TestNotifications.payment("AUTHORISATION", true))));
    }

    @Test
    void verifyWhenOutcomeIsAnotherThenAnotherEvent() {
        assertThat(verified(signed(TestNotifications.payment("AUTHORISATION", false))))
                .isNotEqualTo(verified(signed(TestNotifications.payment("AUTHORISATION", true))));
    }

    @Test
    void verifyWhenBatchThenOneEventThatIsTheSameAgain() {
        var batch = signed(TestNotifications.payment("AUTHORISATION", true)
                .and(TestNotifications.refund("REFUND", true)));
        assertThat(verified(batch)).isInstanceOfSatisfying(Authentic.class, authentic -> {
            assertThat(authentic.eventType()).isEqualTo("BATCH");
            assertThat(authentic.eventId()).startsWith("BATCH:").hasSizeLessThan(255);
        }).isEqualTo(verified(batch));
        assertThat(translator().translate(batch.body())).isInstanceOfSatisfying(Events.class,
                events -> assertThat(events.events()).hasSize(2));
    }

    @Test
    void verifyWhenOneItemOfABatchIsForgedThenSignatureWrong() {
        var good = TestNotifications.payment("AUTHORISATION", true).and(TestNotifications.refund("REFUND", true));
        var body = new String(signed(good).body(), StandardCharsets.UTF_8).replace("REFUND0000000001",
                "REFUND0000000002");
        assertThat(verified(new Delivery(Map.of(), body.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    @Test
    void verifyWhenOneItemOfABatchIsUnsignedThenSignatureMissing() {
        var half = TestNotifications.read(signed(TestNotifications.payment("AUTHORISATION", true)).body())
                .and(TestNotifications.refund("REFUND", true));
        assertThat(verified(new Delivery(Map.of(), half.bytes()))).isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
    }

    @Test
    void verifyWhenMoreItemsThanABatchHasThenBodyMalformed() {
        var many = TestNotifications.payment("AUTHORISATION", true);
        for (var each = 0; each < 16; each++) {
            many.and(TestNotifications.refund("REFUND", true));
        }
        assertThat(verified(signed(many))).isEqualTo(new Rejected(Reason.BODY_MALFORMED));
    }

    @Test
    void verifyWhenOfAnotherMerchantAccountThenNotOursIfItIsSigned() {
        assertThat(verified(signed(ofSomebodyElse()))).isEqualTo(new NotOurs());
        assertThat(verified(signed(ofSomebodyElse().and(ofSomebodyElse())))).isEqualTo(new NotOurs());
        assertThat(verified(webhooks.forged(ofSomebodyElse().bytes(), NOW)))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
        assertThat(verified(signed(ofSomebodyElse().live()))).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
    }

    @Test
    void verifyWhenABatchIsOfSeveralMerchantAccountsThenAuthenticAndOursAloneIsHandedOn() {
        var batch = signed(ofSomebodyElse().and(TestNotifications.refund("REFUND", true)));
        assertThat(verified(batch)).isInstanceOf(Authentic.class);
        assertThat(translator().translate(batch.body())).isInstanceOfSatisfying(Events.class,
                events -> assertThat(events.events()).singleElement().isInstanceOf(RefundObserved.class));
    }

    private static TestNotifications ofSomebodyElse() {
        return TestNotifications.payment("AUTHORISATION", true)
                .with(item -> item.put("merchantAccountCode", "SomebodyElse"));
    }

    @Test
    void verifyWhenTestAndLiveAreMixedUpThenWrongEnvironment() {
        var test = signed(TestNotifications.payment("AUTHORISATION", true));
        var live = signed(TestNotifications.payment("AUTHORISATION", true).live());
        assertThat(verified(live)).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
        assertThat(verified(TestAdyen.translator(true, null, null), test))
                .isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
        assertThat(verified(TestAdyen.translator(true, null, null), live)).isInstanceOf(Authentic.class);
    }

    /** What is in a reference or a code travels into keys and tags. */
    @ParameterizedTest
    @CsvSource({"pspReference,''", "pspReference,A B", "eventCode,''", "eventCode,A:B", "success,''", "success,yes"})
    void verifyWhenAFieldIsNoWordThenBodyMalformed(String field, String value) {
        assertThat(verified(signed(TestNotifications.payment("AUTHORISATION", true)
                .with(item -> item.put(field, value))))).isEqualTo(new Rejected(Reason.BODY_MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "1e3", "\"x\"", "null", "{}", "99999999999999999999"})
    void verifyWhenAmountIsNoWholeNumberThenBodyMalformed(String value) {
        var body = new String(webhooks.paid(), StandardCharsets.UTF_8).replace("1000", value);
        assertThat(verified(AdyenSignedWebhooks.signed(body.getBytes(StandardCharsets.UTF_8), TestAdyen.HMAC_KEY)))
                .isEqualTo(new Rejected(Reason.BODY_MALFORMED));
    }

    @Test
    void verifyWhenUserAndPasswordAreAskedForThenOnlyWithThem() {
        var asking = TestAdyen.translator(false, "adyen", "pass:word");
        var signed = signed(TestNotifications.payment("AUTHORISATION", true));
        assertThat(verified(asking, signed)).isEqualTo(new Rejected(Reason.SIGNATURE_MISSING));
        assertThat(verified(asking, with(signed, basic("adyen:wrong")))).isEqualTo(
                new Rejected(Reason.SIGNATURE_WRONG));
        assertThat(verified(asking, with(signed, basic("adyen:pass:word"), basic("adyen:pass:word"))))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
        assertThat(verified(asking, with(signed, basic("adyen:pass:word")))).isInstanceOf(Authentic.class);
    }

    @Test
    void verifyWhenPasswordIsRightButForgedThenSignatureWrong() {
        var forged = with(webhooks.forged(webhooks.paid(), NOW), basic("adyen:pass:word"));
        assertThat(verified(TestAdyen.translator(false, "adyen", "pass:word"), forged))
                .isEqualTo(new Rejected(Reason.SIGNATURE_WRONG));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Delivery with(Delivery delivery, String... authorization) {
        return new Delivery(Map.of("authorization", List.of(authorization)), delivery.body());
    }

    private static Delivery signed(TestNotifications notification) {
        return AdyenSignedWebhooks.signed(notification.bytes(), TestAdyen.HMAC_KEY);
    }

    private static Verification verified(WebhookTranslator translator, Delivery delivery) {
        return translator.verify(delivery.headers(), delivery.body()).blockOptional().orElseThrow();
    }
}
