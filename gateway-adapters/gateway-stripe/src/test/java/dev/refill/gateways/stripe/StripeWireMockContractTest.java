package dev.refill.gateways.stripe;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import dev.refill.gateway.Approved;
import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.FeedInterruptedException;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.Money;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentGateway;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.Payout;
import dev.refill.gateway.PayoutState;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.SentWithin;
import dev.refill.gateway.SettlementKind;
import dev.refill.gateway.SettlementLine;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.WebhookTranslator;
import dev.refill.testkit.gateway.AnsweredCancelsContract;
import dev.refill.testkit.gateway.AnsweredPaymentsContract;
import dev.refill.testkit.gateway.AnsweredRefundsContract;
import dev.refill.testkit.gateway.EventFeedContract;
import dev.refill.testkit.gateway.PaymentKeysContract;
import dev.refill.testkit.gateway.SavedCardsContract;
import dev.refill.testkit.gateway.ScriptedProvider;
import dev.refill.testkit.gateway.SettlementsContract;
import dev.refill.testkit.gateway.Situation;
import dev.refill.testkit.gateway.TestCharges;
import dev.refill.testkit.gateway.TestRefunds;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

class StripeWireMockContractTest
        implements
            AnsweredPaymentsContract,
            AnsweredRefundsContract,
            AnsweredCancelsContract,
            EventFeedContract,
            PaymentKeysContract,
            SavedCardsContract,
            SettlementsContract {

    /** Somebody else's payment. */
    private static final String OTHER = "{\"id\":\"other\",\"client_reference_id\":\"pay_other\",\"metadata\":{}}";

    private static final String REFUND = "{\"id\":\"re_1\",\"object\":\"refund\",\"amount\":500,\"currency\":\"jpy\","
            + "\"status\":\"succeeded\",\"metadata\":{}}";

    private final ScriptedWireMock provider = new ScriptedWireMock();
    private final PaymentGateway gateway = TestStripe.adapter(provider.server().baseUrl(), TestStripe.API_KEY);

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

    @Override
    public void providerPaysOut() {
        provider.paysOut();
    }

    @Override
    public WebhookTranslator translator() {
        return TestStripe.translator();
    }

    @Test
    void refundThenItIsAskedForAsDocumented() {
        var command = new RefundCommand(new OperationKey("rfd_1"), new ProviderReference("pi_1"),
                Money.of(500, "JPY"), "bought twice");
        answers(200, REFUND);
        assertThat(gateway.refunds().orElseThrow().refund(command).block(LONGEST))
                .isEqualTo(new RefundSucceeded(new ProviderReference("re_1"), command.amount()));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v1/refunds"))
                .withHeader("Idempotency-Key", equalTo("rfd_1"))
                .withFormParam("payment_intent", equalTo("pi_1"))
                .withFormParam("amount", equalTo("500"))
                .withFormParam("metadata[operation_key]", equalTo("rfd_1"))
                .withFormParam("metadata[reason]", equalTo("bought twice")));
    }

    /** What is wrong with the payment is a refusal, what is wrong with the request is a fault of ours. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"400, charge_already_refunded, -, charge_already_refunded",
            "400, charge_disputed, -, charge_disputed", "402, insufficient_funds, -, insufficient_funds",
            "400, a_word_of_tomorrow, -, a_word_of_tomorrow", "400, -, amount, amount",
            "400, -, payment_intent, payment_intent", "400, parameter_unknown, colour, -",
            "400, -, colour, -", "401, -, -, -", "403, -, -, -", "404, resource_missing, payment_intent, -"})
    void refundWhenStripeSaysNoThenRefusedOrNotSent(int status, @Nullable String code, @Nullable String parameter,
            @Nullable String refusal) {
        answers(status, "{\"error\":{\"type\":\"invalid_request_error\",\"code\":" + quoted(code) + ",\"param\":"
                + quoted(parameter) + "}}");
        assertThat(refunded()).isEqualTo(refusal == null
                ? new NotSent(NotSent.Reason.REFUSED, null)
                : new RefundRefused(refusal));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    @Test
    void refundWhenKeyWasUsedForAnotherRequestThenUnknown() {
        answers(400, "{\"error\":{\"type\":\"idempotency_error\",\"message\":\"…\"}}");
        assertThat(refunded()).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<html>", "{\"id\":\"re_1\",\"status\":\"succeeded\"}",
            "{\"id\":\"re_1\",\"status\":\"succeeded\",\"amount\":99950,\"currency\":\"isk\"}"})
    void refundWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(200, body);
        assertThat(refunded()).isInstanceOf(Unknown.class);
    }

    @Test
    void lookupRefundWhenThereIsMoreThanMayBeReadThenWeGaveUp() {
        answers(200, "{\"object\":\"list\",\"has_more\":true,\"data\":[" + REFUND + "]}");
        var command = TestRefunds.ofAll(new ProviderReference("pi_1"));
        assertThat(gateway.refunds().orElseThrow().lookupRefund(TestRefunds.query(command, null)).block(LONGEST))
                .isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.providerIsWell()).isTrue());
    }

    /** One that was made at Stripe has no key: whose it is, the payment says that it gives back. */
    @Test
    void lookupRefundThatWasMadeAtStripeThenOnlyAsOneOfItsPayment() {
        answers(200, REFUND.replace("\"metadata\":{}", "\"metadata\":{},\"payment_intent\":\"pi_1\""));
        assertThat(lookedUpRefund("pi_1")).isInstanceOf(RefundSucceeded.class);
        assertThat(lookedUpRefund("pi_2")).isEqualTo(new NotFound());
    }

    private @Nullable RefundLookupOutcome lookedUpRefund(String payment) {
        var command = TestRefunds.ofAll(new ProviderReference(payment));
        return gateway.refunds().orElseThrow()
                .lookupRefund(TestRefunds.query(command, new ProviderReference("re_1"))).block(LONGEST);
    }

    /** A week without events is a handful of requests. */
    @Test
    void eventsWhenNothingHappenedThenSlicesGrowLonger() {
        var from = Instant.ofEpochSecond(1_772_370_000);
        assertThat(gateway.events().orElseThrow().since(from, from.plus(Duration.ofDays(7))).collectList()
                .block(LONGEST)).isEmpty();
        provider.server().verify(1, getRequestedFor(urlPathEqualTo("/v1/events"))
                .withQueryParam("created[gte]", equalTo("1772370000"))
                .withQueryParam("created[lt]", equalTo("1772373600"))
                .withQueryParam("limit", equalTo("100")));
        assertThat(provider.server().countRequestsMatching(getRequestedFor(urlPathEqualTo("/v1/events")).build())
                .getCount()).isBetween(7, 13);
    }

    /** More than a page can hold, whatever the slice. */
    @Test
    void eventsWhenOneSecondNeverEndsThenInterrupted() {
        answers(200, "{\"object\":\"list\",\"has_more\":true,\"data\":[{\"id\":\"evt_1\",\"object\":\"event\","
                + "\"type\":\"x\",\"created\":1772370000}]}");
        var from = Instant.ofEpochSecond(1_772_370_000);
        StepVerifier.create(gateway.events().orElseThrow().since(from, from.plus(Duration.ofHours(1))))
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(FeedInterruptedException.class)
                        .hasMessageContaining("one second"))
                .verify(LONGEST);
    }

    @Test
    void eventsThenTheirBodiesAreAsStripeWroteThem() {
        answers(200, "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"evt_1\",\"object\":\"event\","
                + "\"type\":\"new.type\",\"created\":1772370000,\"colour\":\"<blå>\",\"n\":1.10}]}");
        var from = Instant.ofEpochSecond(1_772_370_000);
        StepVerifier.create(gateway.events().orElseThrow().since(from, from.plusSeconds(1)))
                .assertNext(event -> assertThat(new String(event.body(), StandardCharsets.UTF_8))
                        .contains("\"colour\":\"<blå>\"", "\"n\":1.10"))
                .expectComplete()
                .verify(LONGEST);
    }

    private RefundOutcome refunded() {
        return Objects.requireNonNull(gateway.refunds().orElseThrow()
                .refund(TestRefunds.ofAll(new ProviderReference("pi_1")))
                .block(LONGEST));
    }

    @Test
    void chargeOnHostedPageThenSessionIsAskedForAsDocumented() {
        charged(new ChargeCommand(new OperationKey("pay_1"), Money.of(1_050, "EUR"), TestCharges.HOSTED_PAGE,
                "Airtime", Instant.ofEpochSecond(1_772_370_000)));
        provider.server().verify(postRequestedFor(urlEqualTo("/v1/checkout/sessions"))
                .withHeader("Idempotency-Key", equalTo("pay_1"))
                .withHeader("Authorization", equalTo("Bearer " + TestStripe.API_KEY))
                .withFormParam("mode", equalTo("payment"))
                .withFormParam("client_reference_id", equalTo("pay_1"))
                .withFormParam("expires_at", equalTo("1772370000"))
                .withFormParam("line_items[0][quantity]", equalTo("1"))
                .withFormParam("line_items[0][price_data][currency]", equalTo("eur"))
                .withFormParam("line_items[0][price_data][unit_amount]", equalTo("1050"))
                .withFormParam("line_items[0][price_data][product_data][name]", equalTo("Airtime"))
                .withFormParam("metadata[operation_key]", equalTo("pay_1"))
                .withFormParam("payment_intent_data[metadata][operation_key]", equalTo("pay_1"))
                .withFormParam("payment_intent_data[metadata][method]", equalTo("hosted_page"))
                .withFormParam("success_url", equalTo("https://shop.example/return"))
                .withFormParam("cancel_url", equalTo("https://shop.example/cancel")));
    }

    @Test
    void chargeCardOnFileThenIntentIsCreatedAndConfirmedAtOnce() {
        charged(new ChargeCommand(new OperationKey("pay_2"), Money.of(500, "JPY"),
                new CardOnFile("pm_1", URI.create("https://shop.example/return")), "Airtime", null));
        provider.server().verify(1, postRequestedFor(urlEqualTo("/v1/payment_intents"))
                .withHeader("Idempotency-Key", equalTo("pay_2"))
                .withFormParam("amount", equalTo("500"))
                .withFormParam("currency", equalTo("jpy"))
                .withFormParam("payment_method", equalTo("pm_1"))
                .withFormParam("payment_method_types[0]", equalTo("card"))
                .withFormParam("confirm", equalTo("true"))
                .withFormParam("return_url", equalTo("https://shop.example/return"))
                .withFormParam("metadata[operation_key]", equalTo("pay_2")));
    }

    @ParameterizedTest
    @CsvSource({"401,invalid_request_error", "403,invalid_request_error", "400,invalid_request_error",
            "404,invalid_request_error"})
    void chargeWhenRequestIsRefusedThenNotSent(int status, String type) {
        answers(status, "{\"error\":{\"type\":\"" + type + "\",\"code\":\"x\",\"message\":\"…\"}}");
        assertThat(charged(TestCharges.onHostedPage())).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
    }

    /** Only of the card itself, and not where our key is that of the other mode. */
    @ParameterizedTest
    @CsvSource({"400,resource_missing,payment_method,No such PaymentMethod,true",
            "400,resource_missing,customer,No such customer,true",
            "404,resource_missing,payment_method,No such PaymentMethod,true",
            "400,resource_missing,payment_method,No such PaymentMethod; a similar object exists in live mode,false",
            "400,resource_missing,on_behalf_of,No such account,false", "400,parameter_missing,customer,…,false",
            "403,resource_missing,customer,…,false"})
    void chargeWhenStripeKeepsNoSuchCardThenDeclinedForThat(int status, String code, String parameter, String message,
            boolean isGone) {
        provider.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status)
                .withHeader("Request-Id", "req_7")
                .withBody("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"" + code + "\",\"param\":\""
                        + parameter + "\",\"message\":\"" + message + "\"}}")));
        assertThat(charged(TestCharges.by(new CardOnFile("cus_1.pm_1")))).isEqualTo(isGone
                ? new Declined(new ProviderReference("req_7"), DeclineReason.CARD_GONE, code, false)
                : new NotSent(NotSent.Reason.REFUSED, null));
        assertThat(charged(TestCharges.onHostedPage())).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
    }

    /** Stripe has the card still, and says without a code that it is not to be used: whose it is tells why. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"200,-,cus_1.pm_1,true", "200,cus_2,cus_1.pm_1,true",
            "200,cus_1,cus_1.pm_1,false", "200,-,pm_1,false", "404,-,cus_1.pm_1,false", "500,-,cus_1.pm_1,false"})
    void chargeWhenCardWasDetachedThenDeclinedForThat(int status, @Nullable String customer, String token,
            boolean isGone) {
        provider.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(400).withHeader("Request-Id", "req_7")
                .withBody("{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"The provided PaymentMethod …"
                        + " was detached from a Customer. It may not be used again.\"}}")));
        provider.server().stubFor(get(urlEqualTo("/v1/payment_methods/pm_1")).willReturn(aResponse().withStatus(status)
                .withBody("{\"id\":\"pm_1\",\"object\":\"payment_method\",\"customer\":" + quoted(customer) + "}")));
        assertThat(charged(TestCharges.by(new CardOnFile(token)))).isEqualTo(isGone
                ? new Declined(new ProviderReference("req_7"), DeclineReason.CARD_GONE, "detached", false)
                : new NotSent(NotSent.Reason.REFUSED, null));
    }

    /** The key was used with other parameters: something was done under it, and this answer does not say what. */
    @Test
    void chargeWhenKeyWasUsedForAnotherRequestThenUnknown() {
        answers(400, "{\"error\":{\"type\":\"idempotency_error\",\"message\":\"…\"}}");
        assertThat(charged(TestCharges.onHostedPage())).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "<html>", "{\"id\":\"pi_1\"}",
            "{\"id\":\"pi_1\",\"status\":\"succeeded\"}",
            "{\"id\":\"pi_1\",\"status\":\"succeeded\",\"amount_received\":99950,\"currency\":\"isk\"}"})
    void chargeWhenAnswerIsUnreadableThenUnknown(String body) {
        answers(200, body);
        assertThat(charged(TestCharges.by(new CardOnFile("pm_1")))).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAnswerIsEndlessThenUnknown() {
        answers(200, "{\"id\":\"" + "x".repeat(5 << 20) + "\"}");
        assertThat(charged(TestCharges.by(new CardOnFile("pm_1")))).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenAnswerTricklesThenUnknownInTime() {
        provider.server().stubFor(any(anyUrl()).willReturn(
                aResponse().withStatus(200).withBody("{\"id\":\"pi_1\"}").withChunkedDribbleDelay(10, 60_000)));
        assertThat(charged(TestCharges.by(new CardOnFile("pm_1")))).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeWhenStripeCannotExpressTheAmountThenNotSent() {
        var command = new ChargeCommand(TestCharges.newKey(), Money.of(1_001, "KWD"), TestCharges.HOSTED_PAGE, "…",
                null);
        assertThat(charged(command)).isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
        provider.server().verify(0, postRequestedFor(urlEqualTo("/v1/checkout/sessions")));
    }

    @Test
    void chargeOfAPhoneThenNotSentAndNothingIsAsked() {
        assertThat(charged(TestCharges.by(new MobileMoney("256770000001"))))
                .isEqualTo(new NotSent(NotSent.Reason.REFUSED, null));
        assertThat(provider.server().getAllServeEvents()).isEmpty();
    }

    @Test
    void lookupWhenReferenceIsUnknownToStripeThenNotFound() {
        provider.given(new Situation.Approves());
        assertThat(lookedUp(new ProviderReference("cs_test_gone"))).isEqualTo(new NotFound());
        assertThat(lookedUp(new ProviderReference("pi_gone"))).isEqualTo(new NotFound());
    }

    /** A list has no object that could be missing: these words on a list are about something else. */
    @ParameterizedTest
    @ValueSource(strings = {"/v1/payment_intents/search", "/v1/checkout/sessions", "/v1/payment_intents"})
    void lookupWhenAListIsMissingThenUnknown(String path) {
        provider.server().stubFor(get(urlPathEqualTo(path)).willReturn(aResponse().withStatus(404)
                .withBody("{\"error\":{\"type\":\"invalid_request_error\",\"code\":\"resource_missing\"}}")));
        assertThat(lookedUp(null)).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "{\"error\":{\"type\":\"invalid_request_error\"}}"})
    void lookupWhenNotFoundIsNotAboutTheObjectThenUnknown(String body) {
        answers(404, body);
        assertThat(lookedUp(new ProviderReference("cs_test_1"))).isInstanceOf(Unknown.class);
        assertThat(lookedUp(new ProviderReference("pi_1"))).isInstanceOf(Unknown.class);
        assertThat(lookedUp(null)).isInstanceOf(Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/checkout/sessions", "/v1/payment_intents"})
    void lookupWithoutReferenceThenOnlyItsTimeIsReadThrough(String path) {
        var sent = new SentWithin(Instant.ofEpochSecond(1_772_370_000), Instant.ofEpochSecond(1_772_373_600));
        assertThat(gateway.lookup(new LookupQuery(TestCharges.newKey(), null, sent)).block(LONGEST))
                .isEqualTo(new NotFound());
        provider.server().verify(1, getRequestedFor(urlPathEqualTo(path))
                .withQueryParam("created[gte]", equalTo("1772369880"))
                .withQueryParam("created[lte]", equalTo("1772373720"))
                .withQueryParam("limit", equalTo("100")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/checkout/sessions", "/v1/payment_intents"})
    void lookupWhenThereIsMoreThanMayBeReadThenWeGaveUp(String path) {
        provider.server().stubFor(get(urlPathEqualTo(path)).willReturn(aResponse().withStatus(200).withBody(
                "{\"object\":\"list\",\"has_more\":true,\"data\":[" + OTHER + "]}")));
        assertThat(lookedUp(null)).isInstanceOfSatisfying(Unknown.class,
                unknown -> assertThat(unknown.providerIsWell()).isTrue());
        assertThat(provider.server().countRequestsMatching(getRequestedFor(urlPathEqualTo(path)).build()).getCount())
                .isBetween(2, Allowance.MOST_PAGES);
    }

    @Test
    void lookupWhenAListDoesNotSayWhetherItEndsThenUnknown() {
        provider.server().stubFor(get(urlPathEqualTo("/v1/checkout/sessions")).willReturn(
                aResponse().withStatus(200).withBody("{\"object\":\"list\",\"data\":[]}")));
        assertThat(lookedUp(null)).isInstanceOf(Unknown.class);
    }

    @Test
    void chargeBeyondTheLimitInFlightThenNotSentAndPlacesComeBack() {
        provider.given(new Situation.AnswersTooLate());
        var one = new StripeProperties(URI.create(provider.server().baseUrl()), TestStripe.API_KEY,
                List.of("whsec_1"), Duration.ofMillis(500), Duration.ofMillis(500), 1, 100, 50,
                Duration.ofSeconds(1), 1, Duration.ofMillis(1), Duration.ofMillis(1));
        var narrow = StripeGatewayConfiguration.adapter(one, Clock.systemUTC());
        var first = narrow.charge(TestCharges.by(new CardOnFile("pm_1"))).cache();
        var waiting = first.subscribe();
        assertThat(narrow.charge(TestCharges.by(new CardOnFile("pm_1"))).block(LONGEST))
                .isEqualTo(new NotSent(NotSent.Reason.BULKHEAD_FULL, null));
        assertThat(first.block(LONGEST)).isInstanceOf(Unknown.class);
        waiting.dispose();
        provider.recovers();
        assertThat(narrow.charge(TestCharges.by(new CardOnFile("pm_1"))).block(LONGEST)).isInstanceOf(Approved.class);
    }

    @Test
    void settlementThenLinesAreAskedForAsDocumentedAndOfEachKind() {
        answers(200,
                """
                {"object":"list","has_more":false,"data":[
                 {"id":"txn_1","object":"balance_transaction","amount":-1000,"created":1772366400,"currency":"jpy","fee":1500,
                  "net":-2500,"reporting_category":"dispute","type":"adjustment",
                  "source":{"id":"du_1","object":"dispute","payment_intent":"pi_1"}},
                 {"id":"txn_2","object":"balance_transaction","amount":-200,"created":1772366401,"currency":"jpy","fee":0,
                  "net":-200,"reporting_category":"risk_reserved_funds","type":"reserve_transaction","source":null}]}""");
        var lines = gateway.settlements().orElseThrow().lines(new ProviderReference("po_1")).collectList()
                .block(LONGEST);
        assertThat(lines).containsExactly(
                new SettlementLine(new ProviderReference("txn_1"), SettlementKind.DISPUTE, "dispute",
                        new ProviderReference("du_1"), new ProviderReference("pi_1"), -1_000, 1_500,
                        Currency.getInstance("JPY"), Instant.ofEpochSecond(1_772_366_400)),
                new SettlementLine(new ProviderReference("txn_2"), SettlementKind.OTHER, "risk_reserved_funds", null,
                        null, -200, 0, Currency.getInstance("JPY"), Instant.ofEpochSecond(1_772_366_401)));
        provider.server().verify(1, getRequestedFor(urlPathEqualTo("/v1/balance_transactions"))
                .withQueryParam("payout", equalTo("po_1"))
                .withQueryParam("expand[0]", equalTo("data.source"))
                .withQueryParam("limit", equalTo("100")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"net\":940", "\"net\":null", "\"currency\":\"xxx\"", "\"amount\":10.5"})
    void settlementWhenALineDoesNotAddUpOrCannotBeReadThenInterrupted(String wrong) {
        var line = """
                {"id":"txn_1","object":"balance_transaction","amount":1000,"created":1772366400,"currency":"eur","fee":59,
                 "net":941,"reporting_category":"charge","type":"charge","source":null}""";
        var name = wrong.substring(0, wrong.indexOf(':') + 1);
        var changed = line.replaceFirst(name + "[^,]+", wrong);
        assertThat(changed).isNotEqualTo(line);
        answers(200, "{\"object\":\"list\",\"has_more\":false,\"data\":[" + changed + "]}");
        StepVerifier.create(gateway.settlements().orElseThrow().lines(new ProviderReference("po_1")))
                .expectError(FeedInterruptedException.class)
                .verify(LONGEST);
    }

    @Test
    void settlementThenStatesAreOursAndAnotherWordIsNoPayout() {
        var words = Map.of("pending", PayoutState.UNDER_WAY, "in_transit", PayoutState.UNDER_WAY, "paid",
                PayoutState.PAID, "canceled", PayoutState.FAILED, "failed", PayoutState.FAILED);
        words.forEach((word, state) -> {
            answers(200, payout(word));
            assertThat(payouts().collectList().block(LONGEST)).containsExactly(new Payout(new ProviderReference("po_1"),
                    -941, Currency.getInstance("EUR"), Instant.ofEpochSecond(1_772_366_400), LocalDate.of(2026, 3, 2),
                    state));
        });
        answers(200, payout("sublimated"));
        StepVerifier.create(payouts()).expectError(FeedInterruptedException.class).verify(LONGEST);
    }

    private Flux<Payout> payouts() {
        return gateway.settlements().orElseThrow().payouts(Instant.EPOCH, Instant.EPOCH.plusSeconds(1));
    }

    private static String payout(String status) {
        return """
                {"object":"list","has_more":false,"data":[{"id":"po_1","object":"payout","amount":-941,
                 "arrival_date":1772409600,"created":1772366400,"currency":"eur","status":"%s"}]}""".formatted(status);
    }

    private void answers(int status, String body) {
        provider.server().stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withBody(body)));
    }

    private LookupOutcome lookedUp(@Nullable ProviderReference reference) {
        return Objects.requireNonNull(gateway
                .lookup(new LookupQuery(TestCharges.newKey(), reference, TestCharges.sentJustNow()))
                .block(LONGEST));
    }

    private ChargeOutcome charged(ChargeCommand command) {
        return Objects.requireNonNull(gateway.charge(command).block(LONGEST));
    }
}
