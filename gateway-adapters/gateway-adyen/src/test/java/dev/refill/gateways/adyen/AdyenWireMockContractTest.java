package dev.refill.gateways.adyen;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;

import dev.refill.gateway.Approved;
import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.Closed;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.CancelsContract;
import dev.refill.testkit.gateway.PaymentGatewayContract;
import dev.refill.testkit.gateway.RefundsContract;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;
import dev.refill.testkit.gateway.TestCharges;
import dev.refill.testkit.gateway.TestRefunds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class AdyenWireMockContractTest implements PaymentGatewayContract, RefundsContract, CancelsContract {

    private static final CardOnFile CARD = new CardOnFile("shopper-1.M5N7TQ4TG5PFWR50");
    private static final ProviderReference PAYMENT = new ProviderReference("993617894903480A");
    private static final ProviderReference PAGE = new ProviderReference("PLE83C39B0A0DE0C1E");

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = TestAdyen.adapter(provider.server().baseUrl());

    @AfterEach
    void stop() {
        provider.close();
    }

    @Override
    public ScriptedProvider provider() {
        return provider;
    }

    @Override
    public PaymentGateway gateway() {
        return gateway;
    }

    @Test
    void chargeOnHostedPageThenLinkIsAskedForAsDocumented() {
        charged(new ChargeCommand(new OperationKey("pay_0123456789abcdefghij"), Money.of(1_050, "ISK"),
                TestCharges.HOSTED_PAGE, "Airtime", Instant.parse("2026-03-01T12:00:00.123Z")));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/paymentLinks"))
                .withHeader("Idempotency-Key", equalTo("pay_0123456789abcdefghij"))
                .withHeader("X-API-Key", equalTo(TestAdyen.API_KEY))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {"merchantAccount":"RefillTest","reference":"payment.pay_0123456789abcdefghij",
                         "amount":{"value":105000,"currency":"ISK"},"description":"Airtime",
                         "returnUrl":"https://shop.example/return","reusable":false,"captureDelayHours":0,
                         "manualCapture":false,"metadata":{"method":"hosted_page"},
                         "expiresAt":"2026-03-01T12:00:00+00:00"}
                        """)));
    }

    @Test
    void chargeCardOnFileThenPaymentIsAskedForAsDocumented() {
        charged(new ChargeCommand(new OperationKey("pay_2"), Money.of(500, "JPY"),
                new CardOnFile("shopper.one.M5N7", URI.create("https://shop.example/return")), "Airtime", null));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/payments"))
                .withHeader("Idempotency-Key", equalTo("pay_2"))
                .withRequestBody(equalToJson("""
                        {"merchantAccount":"RefillTest","reference":"payment.pay_2",
                         "amount":{"value":500,"currency":"JPY"},"shopperReference":"shopper.one",
                         "paymentMethod":{"type":"scheme","storedPaymentMethodId":"M5N7"},
                         "shopperInteraction":"ContAuth","recurringProcessingModel":"UnscheduledCardOnFile",
                         "captureDelayHours":0,"returnUrl":"https://shop.example/return"}
                        """)));
    }

    @Test
    void refundThenItIsAskedForAsDocumented() {
        var command = new RefundCommand(new OperationKey("rfd_1"), PAYMENT, Money.of(500, "JPY"), "bought twice");
        assertThat(refunded(command)).isInstanceOf(RefundPending.class);
        provider.server().verify(1, postRequestedFor(urlEqualTo("/payments/993617894903480A/refunds"))
                .withHeader("Idempotency-Key", equalTo("rfd_1"))
                .withRequestBody(equalToJson("""
                        {"merchantAccount":"RefillTest","reference":"refund.rfd_1",
                         "amount":{"value":500,"currency":"JPY"}}
                        """)));
    }

    @Test
    void cancelThenLinkIsExpiredAsDocumented() {
        cancelled(PAGE);
        provider.server().verify(1, patchRequestedFor(urlEqualTo("/paymentLinks/PLE83C39B0A0DE0C1E"))
                .withRequestBody(equalToJson("{\"status\":\"expired\"}")));
    }

    /** Adyen only takes note of a refund; its notification says what became of it. */
    @Test
    void refundThenPendingUnderTheRefundsOwnReference() {
        var paid = (Approved) charged(TestCharges.by(provider.given(new Situation.Approves())));
        assertThat(refunded(TestRefunds.ofAll(paid.reference()))).isInstanceOfSatisfying(RefundPending.class,
                pending -> assertThat(pending.reference()).isNotEqualTo(paid.reference()));
    }

    @Test
    void refundOfAPaidPageThenRefusedAndNothingIsSent() {
        var page = (RequiresAction) charged(TestCharges.onHostedPage());
        provider.customerPays(page.reference());
        assertThat(refunded(TestRefunds.ofAll(page.reference()))).isEqualTo(new RefundRefused("payment_link"));
        provider.server().verify(1, anyRequestedFor(anyUrl()));
    }

    /** What cannot be processed is the payment's or the amount's fault, everything else is ours. */
    @ParameterizedTest
    @CsvSource({"422, 137, 137", "422, 167, 167", "400, 702, ''", "401, 000, ''", "403, 901, ''"})
    void refundWhenAdyenSaysNoThenRefusedOrNotSent(int status, String code, String refusal) {
        answers(status, "{\"status\":" + status + ",\"errorCode\":\"" + code + "\",\"message\":\"…\"}");
        assertThat(refunded(TestRefunds.ofAll(PAYMENT))).isEqualTo(refusal.isEmpty()
                ? new NotSent(NotSent.Reason.REFUSED, null)
                : new RefundRefused(refusal));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<html>", "{\"status\":\"received\"}",
            "{\"pspReference\":\"A1\",\"status\":\"done\"}"})
    void refundWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(201, body);
        assertThat(refunded(TestRefunds.ofAll(PAYMENT))).isInstanceOf(Unknown.class);
    }

    @Test
    void lookupRefundThenNotAskableAndNothingIsSent() {
        var command = TestRefunds.ofAll(PAYMENT);
        assertThat(gateway.refunds().orElseThrow()
                .lookupRefund(TestRefunds.query(command, new ProviderReference("993617894906488A"))).block(LONGEST))
                .isEqualTo(new NotAskable());
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void lookupOfWhatAdyenCannotBeAskedThenNotAskableAndNothingIsSent() {
        for (var reference : new @Nullable ProviderReference[]{null, PAYMENT, new ProviderReference("payment.pay_1")}) {
            assertThat(lookedUp(reference)).isEqualTo(new NotAskable());
        }
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    /** Who paid, how much and under which reference comes by notification. */
    @Test
    void lookupWhenPageWasPaidThenPending() {
        var page = (RequiresAction) charged(TestCharges.onHostedPage());
        provider.customerPays(page.reference());
        assertThat(lookedUp(page.reference())).isEqualTo(new Pending(page.reference()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "paymentPending", "paid", "a_word_of_tomorrow"})
    void lookupWhenLinkIsNeitherOpenNorExpiredThenPending(String status) {
        answers(200, link(status));
        assertThat(lookedUp(PAGE)).isEqualTo(new Pending(PAGE));
    }

    @Test
    void lookupWhenLinkIsExpiredThenClosed() {
        answers(200, link("expired"));
        assertThat(lookedUp(PAGE)).isEqualTo(new Closed(PAGE));
    }

    @Test
    void lookupWhenSomethingElseAnswersThenUnknown() {
        provider.given(new Situation.AnswersFromElsewhere());
        assertThat(lookedUp(PAGE)).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isFalse());
    }

    @Test
    void cancelWhenPageWasPaidMeanwhileThenPending() {
        var page = (RequiresAction) charged(TestCharges.onHostedPage());
        provider.customerPays(page.reference());
        assertThat(cancelled(page.reference())).isEqualTo(new Pending(page.reference()));
    }

    /** Adyen's cancel would void what is paid to us. */
    @Test
    void cancelOfAPaymentThenPendingAndNothingIsSent() {
        assertThat(cancelled(PAYMENT)).isEqualTo(new Pending(PAYMENT));
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void chargeWhenIssuerAsksForAuthenticationThenDeclinedForThatReason() {
        var command = TestCharges.by(provider.given(new Situation.AsksForAuthentication()));
        assertThat(charged(command)).isEqualTo(new Declined(
                new ProviderReference("payment." + command.operationKey()), DeclineReason.AUTHENTICATION_REQUIRED,
                "RedirectShopper", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Pending", "Received"})
    void chargeWhenAdyenWorksOnItThenPending(String result) {
        answers(200, "{\"pspReference\":\"993617894903480A\",\"resultCode\":\"" + result + "\"}");
        assertThat(charged(TestCharges.by(CARD))).isEqualTo(new Pending(PAYMENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Refused", "Error", "Cancelled"})
    void chargeWhenRefusedWithoutAReasonThenDeclinedAllTheSame(String result) {
        answers(200, "{\"pspReference\":\"993617894903480A\",\"resultCode\":\"" + result + "\"}");
        assertThat(charged(TestCharges.by(CARD)))
                .isEqualTo(new Declined(PAYMENT, DeclineReason.OTHER, "unspecified", false));
    }

    @Test
    void chargeWhenLessWasAuthorisedThenThatIsWhatWasCaptured() {
        answers(200, "{\"pspReference\":\"993617894903480A\",\"resultCode\":\"Authorised\","
                + "\"amount\":{\"currency\":\"EUR\",\"value\":400}}");
        assertThat(charged(TestCharges.by(CARD))).isEqualTo(new Approved(PAYMENT, Money.of(400, "EUR")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<html>", "{\"pspReference\":\"A1\"}",
            "{\"pspReference\":\"A1\",\"resultCode\":\"Authorised\"}", "{\"resultCode\":\"Refused\"}",
            "{\"pspReference\":\"A1\",\"resultCode\":\"Authorised\",\"amount\":{\"currency\":\"EUR\",\"value\":1.5}}",
            "{\"pspReference\":\"A1\",\"resultCode\":\"Authorised\",\"amount\":{\"currency\":\"ISK\",\"value\":99950}}",
            "{\"pspReference\":\"A1\",\"resultCode\":\"Authorised\",\"amount\":{\"currency\":\"XAU\",\"value\":1}}",
            "{\"pspReference\":\"A1\",\"resultCode\":\"Success\"}"})
    void chargeWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(200, body);
        assertThat(charged(TestCharges.by(CARD))).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"PLE83C39B0A0DE0C1E\",\"status\":\"active\"}",
            "{\"id\":\"PLE83C39B0A0DE0C1E\",\"status\":\"active\",\"url\":\"not an address\"}",
            "{\"id\":\"PLE83C39B0A0DE0C1E\"}", "{\"status\":\"active\",\"url\":\"https://test.adyen.link/1\"}"})
    void chargeOnHostedPageWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(201, body);
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"400,702", "403,901", "422,14_030", "401,''"})
    void chargeWhenRequestIsRefusedThenNotSent(int status, String code) {
        answers(status, "{\"status\":" + status + ",\"errorCode\":\"" + code + "\",\"message\":\"…\"}");
        assertThat(charged(TestCharges.onHostedPage())).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
    }

    /** Something in between may have passed the request on. */
    @ParameterizedTest
    @ValueSource(ints = {302, 404, 408, 422, 500, 502, 503, 504})
    void chargeWhenSomethingElseAnswersThenUnknown(int status) {
        answers(status, "<html>…</html>");
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAnswerIsEndlessThenUnknown() {
        answers(200, "{\"pspReference\":\"" + "x".repeat(2 << 20) + "\"}");
        assertThat(charged(TestCharges.by(CARD))).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAnswerTricklesThenUnknownInTime() {
        provider.server().stubFor(any(anyUrl()).willReturn(
                aResponse().withStatus(200).withBody("{\"pspReference\":\"A1\"}").withChunkedDribbleDelay(10, 60_000)));
        assertThat(charged(TestCharges.by(CARD))).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAdyenCannotExpressTheAmountThenNotSent() {
        assertNeverSent(new ChargeCommand(TestCharges.newKey(), Money.of(150, "IDR"), TestCharges.HOSTED_PAGE, "…",
                null));
    }

    @Test
    void chargeWhenKeyIsTooLongForAdyenThenNotSent() {
        assertNeverSent(new ChargeCommand(new OperationKey("p".repeat(65)), TestCharges.TEN_EUROS,
                TestCharges.HOSTED_PAGE, "…", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"M5N7TQ4TG5PFWR50", "ab.M5N7", "shopper-1/M5N7", "shopper."})
    void chargeWhenTokenNamesNoShopperThenDeclinedAsNoSuchCardAndNothingIsSent(String token) {
        var command = TestCharges.by(new CardOnFile(token));
        assertThat(charged(command)).isEqualTo(new Declined(
                new ProviderReference("payment." + command.operationKey()), DeclineReason.CARD_GONE, "malformed",
                false));
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({"422, 800, true", "422, 803, true", "422, 101, false", "400, 803, false", "403, 800, false"})
    void chargeWhenAdyenKeepsNoSuchCardThenDeclinedForThat(int status, String code, boolean isGone) {
        answers(status, "{\"status\":" + status + ",\"errorCode\":\"" + code
                + "\",\"message\":\"…\",\"pspReference\":\"993617894903480A\"}");
        assertThat(charged(TestCharges.by(CARD))).isEqualTo(isGone
                ? new Declined(PAYMENT, DeclineReason.CARD_GONE, code, false)
                : new NotSent(NotSent.Reason.REFUSED, null));
    }

    @Test
    void chargeOfAPhoneThenNotSent() {
        assertNeverSent(TestCharges.by(new MobileMoney("256770000001")));
    }

    /** BlockHound lets nothing block there. */
    @Test
    void chargeFromAThreadThatMustNotBlockThenApproved() {
        assertThat(gateway.charge(TestCharges.by(CARD)).subscribeOn(Schedulers.parallel()).block(LONGEST))
                .isInstanceOf(Approved.class);
    }

    @Test
    void chargeBeyondTheLimitInFlightThenNotSentAndPlacesComeBack() {
        provider.given(new Situation.AnswersTooLate());
        var narrow = AdyenGatewayConfiguration.adapter(TestAdyen.properties(provider.server().baseUrl(), 1));
        var first = narrow.charge(TestCharges.by(CARD)).cache();
        var waiting = first.subscribe();
        assertThat(narrow.charge(TestCharges.by(CARD)).block(LONGEST))
                .isEqualTo(new NotSent(NotSent.Reason.BULKHEAD_FULL, null));
        assertThat(first.block(LONGEST)).isInstanceOf(Unknown.class);
        waiting.dispose();
        provider.recovers();
        assertThat(narrow.charge(TestCharges.by(CARD)).block(LONGEST)).isInstanceOf(Approved.class);
    }

    private void assertNeverSent(ChargeCommand command) {
        assertThat(charged(command)).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    private static String link(String status) {
        return "{\"id\":\"" + PAGE + "\",\"status\":\"" + status + "\",\"url\":\"https://test.adyen.link/" + PAGE
                + "\"}";
    }

    private void answers(int status, String body) {
        provider.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Objects.requireNonNull(gateway.charge(command).block(LONGEST));
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Objects.requireNonNull(gateway.refunds().orElseThrow().refund(command).block(LONGEST));
    }

    private CancelOutcome cancelled(ProviderReference payment) {
        return Objects.requireNonNull(gateway.cancels().orElseThrow()
                .cancel(new CancelCommand(TestCharges.newKey(), payment)).block(LONGEST));
    }

    private LookupOutcome lookedUp(@Nullable ProviderReference reference) {
        return Objects.requireNonNull(gateway
                .lookup(new LookupQuery(TestCharges.newKey(), reference, TestCharges.sentJustNow()))
                .block(LONGEST));
    }
}
