package dev.refill.gateways.paypal;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import com.github.tomakehurst.wiremock.client.BasicCredentials;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
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
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.AnsweredRefundsContract;
import dev.refill.testkit.gateway.CancelsContract;
import dev.refill.testkit.gateway.PagePaymentsContract;
import dev.refill.testkit.gateway.PaymentKeysContract;
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
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;

class PaypalWireMockContractTest
        implements
            PagePaymentsContract,
            AnsweredRefundsContract,
            CancelsContract,
            PaymentKeysContract {

    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final ProviderReference ORDER = new ProviderReference("5O190127TN364715T");
    private static final ProviderReference CAPTURE = new ProviderReference("3C679366HH908993F");
    private static final OperationKey KEY = new OperationKey("pay_1");

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = TestPaypal.adapter(provider.server().baseUrl());

    @BeforeAll
    static void warmUp() {
        TestPaypal.warmUp();
    }

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
    void chargeThenOrderIsAskedForAsDocumented() {
        charged(new ChargeCommand(new OperationKey("pay_0123456789abcdefghij"), Money.of(150_000, "HUF"),
                TestCharges.HOSTED_PAGE, "Airtime", Instant.parse("2026-03-01T12:00:00Z")));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v2/checkout/orders"))
                .withHeader("PayPal-Request-Id", equalTo("pay_0123456789abcdefghij"))
                .withHeader("Authorization", equalTo("Bearer " + PaypalAnswers.TOKEN))
                .withHeader("Prefer", equalTo("return=representation"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {"intent":"CAPTURE","purchase_units":[{"amount":{"value":"1500","currency_code":"HUF"},
                          "description":"Airtime","custom_id":"payment.pay_0123456789abcdefghij",
                          "invoice_id":"pay_0123456789abcdefghij"}],
                         "payment_source":{"paypal":{"experience_context":{"return_url":"https://shop.example/return",
                          "cancel_url":"https://shop.example/cancel","user_action":"PAY_NOW",
                          "shipping_preference":"NO_SHIPPING",
                          "payment_method_preference":"IMMEDIATE_PAYMENT_REQUIRED"}}}}
                        """)));
    }

    @Test
    void chargeThenTokenIsAskedForAsDocumentedAndOnceForMany() {
        Flux.range(0, 8).flatMap(_each -> gateway.charge(TestCharges.onHostedPage()), 8).blockLast(LONGEST);
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v1/oauth2/token"))
                .withBasicAuth(new BasicCredentials(TestPaypal.CLIENT_ID,
                        TestPaypal.CLIENT_SECRET))
                .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                .withRequestBody(equalTo("grant_type=client_credentials")));
    }

    @Test
    void nothingSubscribedThenNothingIsSent() {
        gateway.charge(TestCharges.onHostedPage());
        gateway.lookup(new LookupQuery(KEY, ORDER, TestCharges.sentJustNow()));
        gateway.refunds().orElseThrow().refund(TestRefunds.ofAll(CAPTURE));
        gateway.cancels().orElseThrow().cancel(new CancelCommand(KEY, ORDER));
        gateway.paymentKeys().orElseThrow().keyOf(CAPTURE);
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void lookupWhenAgreedThenItIsCapturedAsDocumented() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(command, page)).isInstanceOf(Approved.class);
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v2/checkout/orders/" + page + "/capture"))
                .withHeader("PayPal-Request-Id", matching("capture\\.[0-9a-f]{64}"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("{}")));
    }

    @Test
    void refundThenItIsAskedForAsDocumented() {
        var paid = paid();
        var command = new RefundCommand(new OperationKey("rfd_1"), paid, Money.of(400, "EUR"), "bought twice");
        assertThat(refunded(command)).isInstanceOf(RefundSucceeded.class);
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v2/payments/captures/" + paid + "/refund"))
                .withHeader("PayPal-Request-Id", equalTo("rfd_1"))
                .withRequestBody(equalToJson("""
                        {"amount":{"value":"4.00","currency_code":"EUR"},"custom_id":"refund.rfd_1"}
                        """)));
    }

    @Test
    void cancelThenOrderIsMarkedAsDocumented() {
        var command = TestCharges.onHostedPage();
        var page = opened(command);
        cancelled(command, page);
        provider.server().verify(1, patchRequestedFor(urlEqualTo("/v2/checkout/orders/" + page))
                .withRequestBody(equalToJson("""
                        [{"op":"replace","path":"/purchase_units/@reference_id=='default'/custom_id",
                          "value":"closed.%s"}]
                        """.formatted(command.operationKey()))));
    }

    /** The same agreement is asked for under the same id, however often; PayPal repeats its answer. */
    @Test
    void lookupAgainWhenInstrumentWasDeclinedThenDeclinedAndNothingNewIsTried() {
        provider.given(new Situation.Declines("INSTRUMENT_DECLINED"));
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        var declined = new Declined(page, DeclineReason.REFUSED_BY_ISSUER, "INSTRUMENT_DECLINED", true);
        assertThat(lookedUp(command, page)).isEqualTo(declined);
        provider.recovers();
        assertThat(lookedUp(command, page)).isEqualTo(declined);
        assertThat(provider.captures(command.operationKey())).isZero();
    }

    /** The payer is sent to the page again, and agrees to another way to pay. */
    @Test
    void lookupAfterInstrumentWasDeclinedAndThePayerCameBackThenApproved() {
        provider.given(new Situation.Declines("INSTRUMENT_DECLINED"));
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(command, page)).isInstanceOf(Declined.class);
        provider.recovers();
        provider.customerPays(page);
        assertThat(lookedUp(command, page)).isInstanceOf(Approved.class);
        assertThat(provider.captures(command.operationKey())).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAYEE_ACCOUNT_RESTRICTED", "NOT_ENABLED_FOR_CARD_PROCESSING"})
    void lookupWhenOurAccountIsAtFaultThenNotSentAndNoDecline(String issue) {
        provider.given(new Situation.Declines(issue));
        var command = TestCharges.onHostedPage();
        assertThat(lookedUp(command, agreed(command))).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED", "ORDER_ALREADY_CAPTURED"})
    void lookupWhenOrderStandsOtherwiseThanItWasReadThenItIsReadAgain(String issue) {
        provider.given(new Situation.Declines(issue));
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(command, page)).isEqualTo(new Pending(page));
    }

    @Test
    void lookupOfAnOrderOfAnotherOperationThenUnknownAndNothingIsCaptured() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(TestCharges.onHostedPage(), page)).isInstanceOf(Unknown.class);
        provider.server().verify(0, postRequestedFor(urlPathMatching(".*/capture")));
    }

    @Test
    void lookupWithoutAnOrdersIdThenNotAskableAndNothingIsSent() {
        assertThat(lookedUp(TestCharges.onHostedPage(), null)).isEqualTo(new NotAskable());
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void lookupOfWhatPaypalDoesNotKnowThenNotFound() {
        assertThat(lookedUp(TestCharges.onHostedPage(), provider.nobodysPage())).isEqualTo(new NotFound());
    }

    @ParameterizedTest
    @CsvSource({"CREATED,approve", "SAVED,approve", "PAYER_ACTION_REQUIRED,payer-action"})
    void lookupWhenNobodyHasAgreedThenRequiresAction(String status, String rel) {
        answers(200, order(status, "payment.pay_1", rel, ""));
        assertThat(lookedUp(KEY, ORDER)).isEqualTo(new RequiresAction(ORDER,
                URI.create("https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T")));
    }

    @ParameterizedTest
    @CsvSource({"CREATED,closed.pay_1", "APPROVED,closed.pay_1", "VOIDED,payment.pay_1"})
    void lookupWhenClosedThenClosedAndNothingIsCaptured(String status, String customId) {
        answers(200, order(status, customId, "approve", ""));
        assertThat(lookedUp(KEY, ORDER)).isEqualTo(new Closed(ORDER));
        provider.server().verify(0, postRequestedFor(urlPathMatching(".*/capture")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMPLETED", "A_STATUS_OF_TOMORROW"})
    void lookupWhenThereIsNoWordOfMoneyYetThenPending(String status) {
        answers(200, order(status, "payment.pay_1", "self", ""));
        assertThat(lookedUp(KEY, ORDER)).isEqualTo(new Pending(ORDER));
    }

    @ParameterizedTest
    @CsvSource({"PENDING,Pending", "COMPLETED,Approved", "PARTIALLY_REFUNDED,Approved", "REFUNDED,Approved",
            "DECLINED,Declined", "FAILED,Declined", "A_STATUS_OF_TOMORROW,Pending"})
    void lookupWhenCapturedThenWhatBecameOfTheCapture(String status, String outcome) {
        answers(200, order("COMPLETED", "payment.pay_1", "self", capture("3C679366HH908993F", status)));
        assertThat(lookedUp(KEY, ORDER).getClass().getSimpleName()).isEqualTo(outcome);
    }

    /** Only the one that brings money counts. */
    @Test
    void lookupWhenAFurtherCaptureBroughtTheMoneyThenApproved() {
        answers(200, order("COMPLETED", "payment.pay_1", "self",
                capture("1DECLINED00000000", "DECLINED") + "," + capture("3C679366HH908993F", "COMPLETED")));
        assertThat(lookedUp(KEY, ORDER)).isEqualTo(new Approved(CAPTURE, TestCharges.TEN_EUROS));
    }

    @Test
    void lookupWhenLessWasCapturedThenThatIsWhatIsSaid() {
        answers(200, order("COMPLETED", "payment.pay_1", "self",
                capture("3C679366HH908993F", "COMPLETED").replace("10.00", "4.00")));
        assertThat(lookedUp(KEY, ORDER)).isEqualTo(new Approved(CAPTURE, Money.of(400, "EUR")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<html>", "{\"id\":\"5O1\"}", "{\"status\":\"CREATED\"}",
            "{\"id\":\"../5O1\",\"status\":\"CREATED\"}", "{\"id\":\"5O1\",\"status\":\"CREATED\"}",
            "{\"id\":\"5O1\",\"status\":\"CREATED\",\"links\":[{\"rel\":\"approve\",\"href\":\"javascript:alert(1)\"}]}",
            "{\"id\":\"5O1\",\"status\":\"CREATED\",\"links\":[{\"rel\":\"approve\",\"href\":\"http://paypal.com\"}]}",
            "{\"id\":\"5O1\",\"status\":\"COMPLETED\",\"purchase_units\":[{\"payments\":{\"captures\":[{}]}}]}",
            "{\"id\":\"5O1\",\"status\":\"COMPLETED\",\"purchase_units\":[{\"payments\":{\"captures\":"
                    + "[{\"id\":\"3C6\",\"status\":\"COMPLETED\"}]}}]}"})
    void lookupWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(200, body);
        assertThat(lookedUp(KEY, ORDER)).isInstanceOf(Unknown.class);
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"400,INVALID_REQUEST,MALFORMED_REQUEST_JSON", "403,NOT_AUTHORIZED,PERMISSION_DENIED",
            "422,UNPROCESSABLE_ENTITY,CURRENCY_NOT_SUPPORTED", "403,'',''"})
    void chargeWhenRequestIsRefusedThenNotSent(int status, String name, String issue) {
        answers(status, "{\"name\":\"%s\",\"message\":\"…\",\"details\":[{\"issue\":\"%s\"}]}".formatted(name, issue));
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
        answers(200, "{\"id\":\"" + "x".repeat(2 << 20) + "\"}");
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAnswerTricklesThenUnknownInTime() {
        provider.server().stubFor(any(urlEqualTo("/v2/checkout/orders")).willReturn(aResponse().withStatus(201)
                .withBody("{\"id\":\"5O1\",\"status\":\"CREATED\"}").withChunkedDribbleDelay(30, 60_000)));
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({"150001,HUF", "1000,KES", "1000,XAU"})
    void chargeWhenPaypalCannotExpressTheAmountThenNotSent(long minor, String currency) {
        assertNeverSent(new ChargeCommand(TestCharges.newKey(), Money.of(minor, currency), TestCharges.HOSTED_PAGE, "…",
                null));
    }

    @Test
    void chargeWhenKeyIsTooLongForPaypalThenNotSent() {
        assertNeverSent(new ChargeCommand(new OperationKey("p".repeat(101)), TestCharges.TEN_EUROS,
                TestCharges.HOSTED_PAGE, "…", null));
    }

    @ParameterizedTest
    @CsvSource({"200,127", "127,127", "1,1", "0,8"})
    void chargeThenAsMuchOfTheDescriptionAsPaypalTakes(int length, int sent) {
        charged(new ChargeCommand(TestCharges.newKey(), TestCharges.TEN_EUROS, TestCharges.HOSTED_PAGE,
                "x".repeat(length), null));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v2/checkout/orders")).withRequestBody(
                matchingJsonPath(
                        "$.purchase_units[0].description", matching(".{" + sent + "}"))));
    }

    @Test
    void cancelWhenPaidMeanwhileThenApproved() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        var paid = lookedUp(command, page);
        assertThat(cancelled(command, page)).isEqualTo(paid).isInstanceOf(Approved.class);
        assertThat(cancelled(command, ((Approved) paid).reference())).isEqualTo(paid);
    }

    /** The payer has agreed, and nobody has captured it yet: it never will be. */
    @Test
    void cancelWhenAgreedThenClosedForGoodAndNothingIsCaptured() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(cancelled(command, page)).isEqualTo(new Closed(page));
        assertThat(lookedUp(command, page)).isEqualTo(new Closed(page));
        assertThat(provider.captures(command.operationKey())).isZero();
    }

    @Test
    void cancelWhenAgreedOnlyAfterwardsThenNothingIsCaptured() {
        var command = TestCharges.onHostedPage();
        var page = opened(command);
        cancelled(command, page);
        provider.customerPays(page);
        assertThat(lookedUp(command, page)).isEqualTo(new Closed(page));
        assertThat(provider.captures(command.operationKey())).isZero();
    }

    @Test
    void cancelWhenCaptureCameToNothingThenClosed() {
        provider.given(new Situation.Declines("5120"));
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(command, page)).isInstanceOf(Declined.class);
        assertThat(cancelled(command, page)).isEqualTo(new Closed(page));
    }

    @Test
    void cancelWhenPaypalHasForgottenItThenClosed() {
        var command = TestCharges.onHostedPage();
        var page = opened(command);
        provider.forgets(page);
        assertThat(cancelled(command, page)).isEqualTo(new Closed(page));
    }

    @Test
    void cancelWhenSomethingElseAnswersThenUnknown() {
        var command = TestCharges.onHostedPage();
        var page = opened(command);
        provider.given(new Situation.AnswersFromElsewhere());
        assertThat(cancelled(command, page)).isInstanceOf(Unknown.class);
    }

    @Test
    void refundOfWhatPaypalDoesNotKnowThenRefused() {
        assertThat(refunded(TestRefunds.ofAll(provider.nobodysPayment()))).isEqualTo(new RefundRefused("not_captured"));
    }

    @Test
    void refundByThePageThenOfItsCapture() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(lookedUp(command, page)).isInstanceOf(Approved.class);
        assertThat(refunded(TestRefunds.ofAll(page))).isInstanceOf(RefundSucceeded.class);
    }

    @Test
    void lookupRefundWhenPaypalDoesNotTellOfTheOrderThenUnknownThoughItIsWell() {
        assertThat(lookedUpRefund(TestRefunds.ofAll(provider.nobodysPayment()))).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isTrue());
    }

    /** PayPal copies the word of a payment to a refund that was made on its site: whose it is, its capture says. */
    @Test
    void lookupRefundThatWasMadeAtPaypalThenOnlyAsOneOfItsPayment() {
        answers(200, """
                {"id":"1JU08902781691411","status":"COMPLETED","custom_id":"payment.pay_1",
                 "amount":{"currency_code":"EUR","value":"10.00"},
                 "links":[{"href":"https://api-m.sandbox.paypal.com/v2/payments/captures/%s","rel":"up"}]}
                """.formatted(CAPTURE.value()));
        var made = new ProviderReference("1JU08902781691411");
        assertThat(lookedUpRefund(TestRefunds.ofAll(CAPTURE), made)).isInstanceOf(RefundSucceeded.class);
        assertThat(lookedUpRefund(TestRefunds.ofAll(new ProviderReference("2GG279541U471931P")), made))
                .isEqualTo(new NotFound());
    }

    @Test
    void keyOfThenOursByOrderAndByCapture() {
        var command = TestCharges.onHostedPage();
        var page = agreed(command);
        assertThat(keyOf(page)).isEqualTo(new PaymentKeyFound(command.operationKey()));
        var paid = (Approved) lookedUp(command, page);
        assertThat(keyOf(paid.reference())).isEqualTo(new PaymentKeyFound(command.operationKey()));
        assertThat(keyOf(provider.nobodysPayment())).isEqualTo(new NotFound());
    }

    @Test
    void keyOfAPaymentOfSomebodyElseThenNotFound() {
        answers(200, capture("3C679366HH908993F", "COMPLETED").replace("payment.pay_1", "order 4711"));
        assertThat(keyOf(CAPTURE)).isEqualTo(new NotFound());
    }

    /** BlockHound lets nothing block there. */
    @Test
    void everyVerbFromAThreadThatMustNotBlockThenDone() {
        var command = TestCharges.onHostedPage();
        assertThat(gateway.charge(command).subscribeOn(Schedulers.parallel()).block(LONGEST))
                .isInstanceOf(RequiresAction.class);
        var page = ((RequiresAction) charged(command)).reference();
        provider.customerPays(page);
        assertThat(gateway.lookup(new LookupQuery(command.operationKey(), page, TestCharges.sentJustNow()))
                .subscribeOn(Schedulers.parallel()).block(LONGEST)).isInstanceOf(Approved.class);
    }

    @Test
    void chargeBeyondTheLimitInFlightThenNotSentAndPlacesComeBack() {
        var narrow = PaypalGatewayConfiguration.adapter(TestPaypal.properties(provider.server().baseUrl(), 1),
                TestPaypal.PAYPALS, Clock.systemUTC());
        assertThat(narrow.charge(TestCharges.onHostedPage()).block(LONGEST)).isInstanceOf(RequiresAction.class);
        provider.given(new Situation.AnswersTooLate());
        var first = narrow.charge(TestCharges.onHostedPage()).cache();
        var waiting = first.subscribe();
        assertThat(narrow.charge(TestCharges.onHostedPage()).block(LONGEST))
                .isEqualTo(new NotSent(NotSent.Reason.BULKHEAD_FULL, null));
        assertThat(first.block(LONGEST)).isInstanceOf(Unknown.class);
        waiting.dispose();
        provider.recovers();
        assertThat(narrow.charge(TestCharges.onHostedPage()).block(LONGEST)).isInstanceOf(RequiresAction.class);
    }

    private void assertNeverSent(ChargeCommand command) {
        assertThat(charged(command)).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
        provider.server().verify(0, anyRequestedFor(anyUrl()));
    }

    /** Whatever is asked for but a token. */
    private void answers(int status, String body) {
        provider.server().stubFor(any(urlPathMatching("/v2/.*"))
                .willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private static String order(String status, String customId, String rel, String captures) {
        return """
                {"id":"5O190127TN364715T","status":"%s","purchase_units":[{"custom_id":"%s","payments":{"captures":[%s]}}],
                 "links":[{"href":"https://api-m.sandbox.paypal.com/v2/checkout/orders/5O190127TN364715T","rel":"self"},
                  {"href":"https://www.sandbox.paypal.com/checkoutnow?token=5O190127TN364715T","rel":"%s"}]}
                """.formatted(status, customId, captures, rel);
    }

    private static String capture(String id, String status) {
        return """
                {"id":"%s","status":"%s","amount":{"currency_code":"EUR","value":"10.00"},"custom_id":"payment.pay_1"}
                """.formatted(id, status);
    }

    private ProviderReference opened(ChargeCommand command) {
        return ((RequiresAction) charged(command)).reference();
    }

    private ProviderReference agreed(ChargeCommand command) {
        var page = opened(command);
        provider.customerPays(page);
        return page;
    }

    private ProviderReference paid() {
        var command = TestCharges.onHostedPage();
        return ((Approved) lookedUp(command, agreed(command))).reference();
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Objects.requireNonNull(gateway.charge(command).block(LONGEST));
    }

    private LookupOutcome lookedUp(ChargeCommand command, @Nullable ProviderReference reference) {
        return lookedUp(command.operationKey(), reference);
    }

    private LookupOutcome lookedUp(OperationKey key, @Nullable ProviderReference reference) {
        return Objects.requireNonNull(gateway.lookup(new LookupQuery(key, reference, TestCharges.sentJustNow()))
                .block(LONGEST));
    }

    private RefundOutcome refunded(RefundCommand command) {
        return Objects.requireNonNull(gateway.refunds().orElseThrow().refund(command).block(LONGEST));
    }

    private RefundLookupOutcome lookedUpRefund(RefundCommand command) {
        return lookedUpRefund(command, null);
    }

    private RefundLookupOutcome lookedUpRefund(RefundCommand command, @Nullable ProviderReference reference) {
        return Objects.requireNonNull(gateway.refunds().orElseThrow()
                .lookupRefund(TestRefunds.query(command, reference)).block(LONGEST));
    }

    private CancelOutcome cancelled(ChargeCommand command, ProviderReference payment) {
        return Objects.requireNonNull(gateway.cancels().orElseThrow()
                .cancel(new CancelCommand(command.operationKey(), payment)).block(LONGEST));
    }

    private PaymentKeyOutcome keyOf(ProviderReference payment) {
        return Objects.requireNonNull(gateway.paymentKeys().orElseThrow().keyOf(payment).block(LONGEST));
    }
}
