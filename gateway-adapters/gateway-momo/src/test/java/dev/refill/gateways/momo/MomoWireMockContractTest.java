package dev.refill.gateways.momo;

import java.time.Clock;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unknown;
import dev.refill.testkit.gateway.PaymentGatewayContract;
import dev.refill.testkit.gateway.PhonePaymentsContract;
import dev.refill.testkit.gateway.PhoneRefundsContract;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.Situation;
import dev.refill.testkit.gateway.TestCharges;
import dev.refill.testkit.gateway.TestRefunds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static org.assertj.core.api.Assertions.assertThat;

class MomoWireMockContractTest implements PhonePaymentsContract, PhoneRefundsContract {

    private static final String PAYMENTS = "/collection/v1_0/requesttopay";
    private static final String REFUNDS = "/disbursement/v1_0/refund";
    /** Of {@code pay_1} and of {@code rfd_1}. */
    private static final ProviderReference PAYMENT = ReferenceIds.of(new OperationKey("pay_1"));
    private static final ProviderReference REFUND = ReferenceIds.of(new OperationKey("rfd_1"));
    private static final MobileMoney PHONE = new MobileMoney(TestMomo.PHONE);

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = TestMomo.adapter(provider.server().baseUrl());

    @BeforeAll
    static void warmUp() {
        TestMomo.warmUp();
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
    void chargeThenItIsAskedForAsDocumented() {
        assertThat(charged("pay_1")).isEqualTo(new Pending(PAYMENT));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/collection/token/"))
                .withHeader("Ocp-Apim-Subscription-Key", equalTo(TestMomo.COLLECTION.subscriptionKey()))
                .withHeader("Content-Length", equalTo("0")));
        provider.server().verify(1, postRequestedFor(urlEqualTo(PAYMENTS))
                .withHeader("Authorization", equalTo("Bearer " + MomoAnswers.TOKEN + "1"))
                .withHeader("Ocp-Apim-Subscription-Key", equalTo(TestMomo.COLLECTION.subscriptionKey()))
                .withHeader("X-Reference-Id", equalTo(PAYMENT.value()))
                .withHeader("X-Target-Environment", equalTo("sandbox"))
                .withHeader("X-Callback-Url", equalTo(TestMomo.properties("http://localhost", null, 1)
                        .callbackAddresses().of(PAYMENT).toString()))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(equalToJson("""
                        {"amount":"10.00","currency":"EUR","externalId":"pay_1",
                         "payer":{"partyIdType":"MSISDN","partyId":"256770000001"},
                         "payerMessage":"Airtime 10 EUR","payeeNote":"Airtime 10 EUR"}""")));
    }

    @Test
    void lookupThenItIsAskedForAsDocumented() {
        charged("pay_1");
        assertThat(lookedUp("pay_1")).isEqualTo(new Pending(PAYMENT));
        provider.server().verify(1, getRequestedFor(urlEqualTo(PAYMENTS + "/" + PAYMENT))
                .withHeader("Authorization", equalTo("Bearer " + MomoAnswers.TOKEN + "1"))
                .withHeader("Ocp-Apim-Subscription-Key", equalTo(TestMomo.COLLECTION.subscriptionKey()))
                .withHeader("X-Target-Environment", equalTo("sandbox"))
                .withoutHeader("X-Callback-Url"));
    }

    @Test
    void refundThenItIsAskedForWithTheKeysOfDisbursements() {
        charged("pay_1");
        assertThat(refunded()).isEqualTo(new RefundPending(REFUND));
        provider.server().verify(1, postRequestedFor(urlEqualTo(REFUNDS))
                .withHeader("Ocp-Apim-Subscription-Key", equalTo(TestMomo.DISBURSEMENT.subscriptionKey()))
                .withHeader("X-Reference-Id", equalTo(REFUND.value()))
                .withHeader("X-Target-Environment", equalTo("sandbox"))
                .withoutHeader("X-Callback-Url")
                .withRequestBody(equalToJson("""
                        {"amount":"3.00","currency":"EUR","externalId":"rfd_1","payerMessage":"it s too late",
                         "payeeNote":"it s too late","referenceIdToRefund":"%s"}""".formatted(PAYMENT))));
    }

    /** What MTN has no keys or no way for is not there at all. */
    @Test
    void capabilitiesThenOnlyWhatCanBeDone() {
        var collecting = MomoGatewayConfiguration.adapter(
                TestMomo.properties(provider.server().baseUrl(), null, 64), Clock.systemUTC());
        assertThat(collecting.refunds()).isEmpty();
        assertThat(gateway.refunds()).isPresent();
        assertThat(gateway.cancels()).isEmpty();
        assertThat(gateway.events()).isEmpty();
        assertThat(gateway.paymentKeys()).isEmpty();
    }

    /** Nothing is under way after these: what is wrong is the request, or the customer's wallet. */
    @ParameterizedTest
    @CsvSource({"400,MOON_PHASE", "401,''", "403,''", "404,RESOURCE_NOT_FOUND", "500,INVALID_CURRENCY",
            "500,NOT_ALLOWED",
            "500,NOT_ALLOWED_TARGET_ENVIRONMENT", "500,INVALID_CALLBACK_URL_HOST"})
    void chargeWhenTheRequestIsRefusedThenNotSent(int status, String code) {
        answers(PAYMENTS, status, error(code));
        assertThat(charged("pay_1")).isEqualTo(new NotSent(Reason.REFUSED, null));
    }

    @ParameterizedTest
    @CsvSource({"400,PAYER_NOT_FOUND,INCORRECT_CARD_DETAILS", "404,PAYER_NOT_FOUND,INCORRECT_CARD_DETAILS",
            "400,NOT_ENOUGH_FUNDS,INSUFFICIENT_FUNDS", "400,PAYER_LIMIT_REACHED,LIMIT_EXCEEDED"})
    void chargeWhenTheWalletIsRefusedAtOnceThenDeclined(int status, String code, DeclineReason reason) {
        answers(PAYMENTS, status, error(code));
        assertThat(charged("pay_1")).isEqualTo(new Declined(PAYMENT, reason, code, false));
        provider.server().verify(1, getRequestedFor(urlEqualTo(PAYMENTS + "/" + PAYMENT)));
    }

    /** An earlier try, whose answer was lost, may be asked for on the phone: a decline would end what the customer then pays. */
    @Test
    void chargeWhenTheWalletIsRefusedAtARepeatThenWhatBecameOfTheFirstTry() {
        charged("pay_1");
        provider.server().stubFor(post(urlEqualTo(PAYMENTS))
                .willReturn(aResponse().withStatus(400).withBody(error("PAYER_LIMIT_REACHED"))));
        assertThat(charged("pay_1")).isEqualTo(new Pending(PAYMENT));
        provider.answers().customerPays(PAYMENT.value());
        assertThat(charged("pay_1")).isEqualTo(new Approved(PAYMENT, TestCharges.TEN_EUROS));
    }

    @ParameterizedTest
    @CsvSource({"404,''", "403,''", "429,''", "500,''", "200,''"})
    void whenItIsRefusedAndItIsNotToldWhetherItWasSentBeforeThenUnknown(int status, String code) {
        answers(PAYMENTS, 400, error("PAYER_LIMIT_REACHED"));
        answers(PAYMENTS + "/" + PAYMENT, status, error(code));
        assertThat(charged("pay_1")).isInstanceOf(Unknown.class);
        answers(REFUNDS, 400, error("PAYEE_LIMIT_REACHED"));
        answers(REFUNDS + "/" + REFUND, status, error(code));
        assertThat(refunded()).isInstanceOf(Unknown.class);
    }

    @Test
    void refundWhenItIsRefusedAtARepeatThenWhatBecameOfTheFirstTry() {
        charged("pay_1");
        assertThat(refunded()).isEqualTo(new RefundPending(REFUND));
        provider.server().stubFor(post(urlEqualTo(REFUNDS))
                .willReturn(aResponse().withStatus(400).withBody(error("TRANSACTION_NOT_COMPLETED"))));
        assertThat(refunded()).isEqualTo(new RefundPending(REFUND));
    }

    /** Something may be under way after these. */
    @ParameterizedTest
    @CsvSource({"200,''", "204,''", "302,''", "400,''", "400,Not Found", "404,''", "408,''", "413,''", "500,''",
            "500,INTERNAL_PROCESSING_ERROR", "500,NOT_ENOUGH_FUNDS",
            "502,''", "503,SERVICE_UNAVAILABLE", "504,''"})
    void chargeWhenTheAnswerIsNoneThenUnknown(int status, String code) {
        answers(PAYMENTS, status, error(code));
        assertThat(charged("pay_1")).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isFalse());
    }

    /** Not sent would let another provider charge as well. */
    @ParameterizedTest
    @CsvSource({"404,RESOURCE_NOT_FOUND", "404,''", "429,''", "403,''", "500,''", "200,''"})
    void chargeWhenSentBeforeAndItIsNotToldHowItStandsThenUnknown(int status, String code) {
        answers(PAYMENTS, 409, error("RESOURCE_ALREADY_EXIST"));
        answers(PAYMENTS + "/" + PAYMENT, status, error(code));
        assertThat(charged("pay_1")).isInstanceOf(Unknown.class);
        answers(REFUNDS, 409, error("RESOURCE_ALREADY_EXIST"));
        answers(REFUNDS + "/" + REFUND, status, error(code));
        assertThat(refunded()).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenMtnCannotExpressTheAmountThenNotSentAndNothingIsAsked() {
        var command = new ChargeCommand(new OperationKey("pay_1"), Money.of(1_000, "KES"), PHONE, "…", null);
        assertThat(gateway.charge(command).block(PaymentGatewayContract.LONGEST))
                .isEqualTo(new NotSent(Reason.REFUSED, null));
        provider.server().verify(0, postRequestedFor(urlEqualTo(PAYMENTS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "<html>", "{}", "{\"externalId\":\"pay_1\"}",
            "{\"externalId\":\"pay_1\",\"status\":7}", "{\"externalId\":\"pay_1\",\"status\":\"\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\",\"amount\":\"1\",\"currency\":\"euro\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\",\"amount\":\"1e3\",\"currency\":\"EUR\"}",
            "{\"externalId\":\"pay_1\",\"status\":\"SUCCESSFUL\",\"amount\":1e400,\"currency\":\"EUR\"}",
            "{\"externalId\":\"pay_2\",\"status\":\"SUCCESSFUL\",\"amount\":\"1\",\"currency\":\"EUR\"}",
            "{\"status\":\"SUCCESSFUL\",\"amount\":\"1\",\"currency\":\"EUR\"}"})
    void lookupWhenTheAnswerIsNotOurPaymentThenUnknown(String body) {
        answers(PAYMENTS + "/" + PAYMENT, 200, body);
        assertThat(lookedUp("pay_1")).isInstanceOf(Unknown.class);
    }

    @Test
    void lookupWhenAmountsAreNumbersThenReadAllTheSame() {
        answers(PAYMENTS + "/" + PAYMENT, 200, "{\"amount\":100,\"currency\":\"UGX\",\"externalId\":\"pay_1\","
                + "\"financialTransactionId\":23503452,\"status\":\"SUCCESSFUL\"}");
        assertThat(lookedUp("pay_1"))
                .isEqualTo(new Approved(PAYMENT, Money.of(100, "UGX")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"statusCode\":404,\"message\":\"Resource not found\"}"})
    void lookupWhenNotFoundIsNotAboutThePaymentThenUnknown(String body) {
        answers(PAYMENTS + "/" + PAYMENT, 404, body);
        assertThat(lookedUp("pay_1")).isInstanceOf(Unknown.class);
    }

    @Test
    void lookupWhenTheAnswerIsEndlessThenUnknown() {
        answers(PAYMENTS + "/" + PAYMENT, 200, "{\"externalId\":\"" + "x".repeat(1 << 20) + "\"}");
        assertThat(lookedUp("pay_1")).isInstanceOf(Unknown.class);
    }

    @Test
    void lookupWhenTheAnswerTricklesThenUnknownInTime() {
        charged("pay_1");
        provider.server().stubFor(any(urlMatching(PAYMENTS + "/.*")).willReturn(
                aResponse().withStatus(200).withBody("{\"externalId\":\"pay_1\"}").withChunkedDribbleDelay(10,
                        60_000)));
        assertThat(lookedUp("pay_1")).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"404,RESOURCE_NOT_FOUND,RESOURCE_NOT_FOUND",
            "400,TRANSACTION_NOT_COMPLETED,TRANSACTION_NOT_COMPLETED", "400,NOT_ENOUGH_FUNDS,NOT_ENOUGH_FUNDS",
            "400,PAYEE_NOT_FOUND,PAYEE_NOT_FOUND", "400,INVALID_CURRENCY,-", "401,'',-", "403,'',-",
            "500,NOT_ALLOWED,-"})
    void refundWhenMtnSaysNoThenRefusedOrNotSent(int status, String code, @Nullable String refusal) {
        answers(REFUNDS, status, error(code));
        assertThat(refunded()).isEqualTo(refusal == null
                ? new NotSent(Reason.REFUSED, null)
                : new RefundRefused(refusal));
    }

    @ParameterizedTest
    @CsvSource({"400,''", "404,''", "408,''", "502,''"})
    void refundWhenSomethingElseAnswersThenUnknown(int status, String code) {
        answers(REFUNDS, status, error(code));
        assertThat(refunded()).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"externalId\":\"rfd_1\",\"status\":\"SUCCESSFUL\"}",
            "{\"externalId\":\"rfd_2\",\"status\":\"PENDING\"}"})
    void lookupRefundWhenTheAnswerIsNotOurRefundThenUnknown(String body) {
        answers(REFUNDS + "/" + REFUND, 200, body);
        var command = TestRefunds.ofAll(PAYMENT);
        var query = TestRefunds.query(new RefundCommand(new OperationKey("rfd_1"), PAYMENT, command.amount(), "…"),
                null);
        assertThat(gateway.refunds().orElseThrow().lookupRefund(query).block(PaymentGatewayContract.LONGEST))
                .isInstanceOf(Unknown.class);
    }

    /** The token ran out at MTN before its time: nothing was done with it. */
    @Test
    void chargeWhenTheTokenIsRefusedThenSentOnceMoreWithAnother() {
        charged("pay_1");
        provider.answers().forgetTokens();
        assertThat(charged("pay_2")).isInstanceOf(Pending.class);
        assertThat(provider.answers().tokens()).isEqualTo(2);
        provider.server().verify(3, postRequestedFor(urlEqualTo(PAYMENTS)));
    }

    @Test
    void chargeWhenEveryTokenIsRefusedThenNotSentAfterTwo() {
        answers(PAYMENTS, 401, "");
        assertThat(charged("pay_1")).isEqualTo(new NotSent(Reason.REFUSED, null));
        assertThat(provider.answers().tokens()).isEqualTo(2);
    }

    @Test
    void chargeBeyondTheLimitInFlightThenNotSentAndPlacesComeBack() {
        var narrow = MomoGatewayConfiguration.adapter(
                TestMomo.properties(provider.server().baseUrl(), null, 1), Clock.systemUTC());
        assertThat(narrow.lookup(query("pay_0")).block(PaymentGatewayContract.LONGEST)).isEqualTo(new NotFound());
        provider.given(new Situation.AnswersTooLate());
        var outcomes = Flux.range(0, 3)
                .flatMap(each -> narrow.charge(TestCharges.by(PHONE)), 3)
                .collectList()
                .block(PaymentGatewayContract.LONGEST);
        var full = new NotSent(Reason.BULKHEAD_FULL, null);
        assertThat(outcomes).hasSize(3).startsWith(full, full);
        assertThat(Objects.requireNonNull(outcomes).getLast()).isInstanceOf(Unknown.class);
        provider.recovers();
        assertThat(narrow.charge(TestCharges.by(PHONE)).block(PaymentGatewayContract.LONGEST))
                .isInstanceOf(Pending.class);
    }

    private void answers(String path, int status, String body) {
        var response = aResponse().withStatus(status).withBody(body);
        provider.server().stubFor(get(urlEqualTo(path)).willReturn(response));
        provider.server().stubFor(post(urlEqualTo(path)).willReturn(response));
    }

    private static String error(String code) {
        return code.isEmpty() ? "" : "{\"code\":\"" + code + "\",\"message\":\"…\"}";
    }

    private ChargeOutcome charged(String key) {
        var command = new ChargeCommand(new OperationKey(key), TestCharges.TEN_EUROS, PHONE, "Airtime 10 EUR", null);
        return Objects.requireNonNull(gateway.charge(command).block(PaymentGatewayContract.LONGEST));
    }

    private LookupOutcome lookedUp(String key) {
        return Objects.requireNonNull(gateway.lookup(query(key)).block(PaymentGatewayContract.LONGEST));
    }

    private static LookupQuery query(String key) {
        return new LookupQuery(new OperationKey(key), null, TestCharges.sentJustNow());
    }

    private RefundOutcome refunded() {
        var command = new RefundCommand(new OperationKey("rfd_1"), PAYMENT, Money.of(300, "EUR"), "it's too late");
        return Objects.requireNonNull(gateway.refunds().orElseThrow().refund(command)
                .block(PaymentGatewayContract.LONGEST));
    }
}
