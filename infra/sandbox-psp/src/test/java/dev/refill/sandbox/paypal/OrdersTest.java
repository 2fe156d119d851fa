package dev.refill.sandbox.paypal;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Orders of PayPal's, from the shop's request to the capture. */
class OrdersTest {

    private static final String CUSTOM_ID = "/purchase_units/@reference_id=='default'/custom_id";

    private static Sandbox sandbox;
    private static Paypal paypal;
    private static int ids;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        paypal = new Paypal(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @BeforeEach
    void another() {
        ids++;
    }

    @AfterEach
    void behave() {
        sandbox.control("DELETE", "faults", null);
    }

    private static String requestId() {
        return "orders-" + ids;
    }

    private static JsonNode made() {
        return Paypal.json(paypal.order(requestId()));
    }

    private static String id(JsonNode order) {
        return Paypal.text(order, "id");
    }

    private static String status(JsonNode object) {
        return Paypal.text(object, "status");
    }

    private static int captured() {
        return sandbox.control("GET", "truth", null).body().split("\"" + requestId() + "\"", -1).length - 1;
    }

    @Test
    void createThenThePayersTurn() {
        HttpResponse<String> answer = paypal.order(requestId());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode order = Paypal.json(answer);
        assertThat(id(order)).matches("[0-9A-Z]{17}");
        assertThat(status(order)).isEqualTo("PAYER_ACTION_REQUIRED");
        assertThat(order.at("/purchase_units/0/amount").toString())
                .isEqualTo("{\"currency_code\":\"USD\",\"value\":\"10.00\"}");
        assertThat(order.at("/purchase_units/0/custom_id").stringValue("")).isEqualTo("payment.op-1");
        assertThat(Paypal.page(order)).isEqualTo(sandbox.url() + "/paypal/checkoutnow?token=" + id(order));
        assertThat(paypal.read(id(order))).isEqualTo(order);
    }

    @Test
    void createWhenSentAgainThenTheSameOrderAsItIsNow() {
        JsonNode order = made();
        paypal.agree(order, "BALANCE");
        HttpResponse<String> again = paypal.order(requestId());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(id(Paypal.json(again))).isEqualTo(id(order));
        assertThat(status(Paypal.json(again))).isEqualTo("APPROVED");
    }

    @Test
    void createWhenItsIdWasUsedForAnotherRequestThenRefused() {
        made();
        HttpResponse<String> refused = paypal.post("checkout/orders", requestId(),
                Paypal.tenDollars().replace("10.00", "11.00"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Paypal.issue(refused)).isEqualTo("DUPLICATE_REQUEST_ID");
    }

    @ParameterizedTest
    @CsvSource({"{,[,400,MALFORMED_REQUEST_JSON", "CAPTURE,AUTHORIZE,400,INVALID_PARAMETER_VALUE",
            "10.00,10.001,400,INVALID_PARAMETER_VALUE", "10.00,-1,400,INVALID_PARAMETER_VALUE",
            "10.00,0.00,422,CANNOT_BE_ZERO_OR_NEGATIVE", "USD,XAU,422,CURRENCY_NOT_SUPPORTED",
            "USD,HUF,422,DECIMALS_NOT_SUPPORTED", "purchase_units,units,400,INVALID_ARRAY_MAX_ITEMS",
            "http://shop.example/back,ftp://shop.example,400,INVALID_PARAMETER_SYNTAX",
            "http://shop.example/cancelled,'',400,INVALID_PARAMETER_SYNTAX"})
    void createWhenSomethingIsWrongThenRefused(String right, String wrong, int status, String issue) {
        HttpResponse<String> refused = paypal.post("checkout/orders", requestId(),
                Paypal.tenDollars().replace(right, wrong));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(Paypal.issue(refused)).isEqualTo(issue);
        assertThat(paypal.order(requestId()).statusCode()).as("nothing is kept").isEqualTo(201);
    }

    @Test
    void createWhenTextOrIdIsTooLongThenRefused() {
        assertThat(Paypal.issue(paypal.post("checkout/orders", requestId(),
                Paypal.tenDollars().replace("Airtime", "x".repeat(128))))).isEqualTo("INVALID_STRING_LENGTH");
        assertThat(Paypal.issue(paypal.order("x".repeat(109)))).isEqualTo("INVALID_STRING_LENGTH");
    }

    @ParameterizedTest
    @CsvSource({"USD,10.00,USD 10.00", "EUR,9.9,EUR 9.90", "HUF,1500,HUF 1500", "JPY,1000,JPY 1000"})
    void pageThenShowsThePriceAsPaypalCountsIt(String currency, String value, String price) {
        JsonNode order = Paypal.json(paypal.post("checkout/orders", requestId(),
                Paypal.tenDollars().replace("USD", currency).replace("10.00", value)));
        HttpResponse<String> page = sandbox.send(sandbox.request(Paypal.page(order)));
        assertThat(page.body()).contains("Pay " + price + "<", "Airtime", "BALANCE",
                "http://shop.example/cancelled?token=" + id(order));
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("form-action 'self' http://shop.example");
    }

    @Test
    void pageWhenAgreedThenBackToTheShopAndNothingIsTaken() {
        JsonNode order = made();
        HttpResponse<String> back = paypal.agree(order, "BALANCE");
        assertThat(back.statusCode()).isEqualTo(303);
        assertThat(back.headers().firstValue("Location").orElse(""))
                .startsWith("http://shop.example/back?x=1&token=" + id(order) + "&PayerID=");
        assertThat(status(paypal.read(id(order)))).isEqualTo("APPROVED");
        assertThat(captured()).isZero();
    }

    @Test
    void pageWhenNothingIsChosenOrNothingIsThereThenSaysSo() {
        JsonNode order = made();
        assertThat(paypal.agree(order, "GOLD").statusCode()).isEqualTo(422);
        assertThat(status(paypal.read(id(order)))).isEqualTo("PAYER_ACTION_REQUIRED");
        assertThat(sandbox.send(sandbox.request("/paypal/checkoutnow?token=none")).statusCode()).isEqualTo(404);
        assertThat(sandbox.send(sandbox.request("/paypal/checkoutnow").DELETE()).statusCode()).isEqualTo(405);
    }

    @Test
    void captureWhenAgreedThenCompletedOnce() {
        JsonNode order = made();
        paypal.agree(order, "BALANCE");
        HttpResponse<String> answer = paypal.capture(id(order), "c1." + requestId());
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(status(Paypal.json(answer))).isEqualTo("COMPLETED");
        JsonNode capture = Paypal.json(answer).at("/purchase_units/0/payments/captures/0");
        assertThat(status(capture)).isEqualTo("COMPLETED");
        assertThat(capture.at("/supplementary_data/related_ids/order_id").stringValue("")).isEqualTo(id(order));
        assertThat(Paypal.json(paypal.get("payments/captures/" + id(capture)))).isEqualTo(capture);
        assertThat(paypal.capture(id(order), "c1." + requestId()).statusCode()).isEqualTo(200);
        HttpResponse<String> second = paypal.capture(id(order), "c2." + requestId());
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(Paypal.issue(second)).isEqualTo("ORDER_ALREADY_CAPTURED");
        assertThat(captured()).isEqualTo(1);
        assertThat(sandbox.send(sandbox.request(Paypal.page(order))).body()).contains("This order is done");
    }

    @Test
    void captureWhenNobodyHasAgreedThenRefusedAndMayBeTriedAgain() {
        JsonNode order = made();
        HttpResponse<String> refused = paypal.capture(id(order), "c." + requestId());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Paypal.issue(refused)).isEqualTo("ORDER_NOT_APPROVED");
        paypal.agree(order, "BALANCE");
        assertThat(paypal.capture(id(order), "c." + requestId()).statusCode()).isEqualTo(201);
    }

    /** PayPal repeats a refusal under its id, whatever the payer has agreed to since. */
    @ParameterizedTest
    @CsvSource({"REFUSED_CARD,INSTRUMENT_DECLINED", "RESTRICTED_PAYER,PAYER_ACCOUNT_RESTRICTED"})
    void captureWhenFundingIsRefusedThenRepeatedAndAnotherMayFollow(String funding, String issue) {
        JsonNode order = made();
        paypal.agree(order, funding);
        String refusedAt = Paypal.text(paypal.read(id(order)), "update_time");
        HttpResponse<String> refused = paypal.capture(id(order), "c1." + requestId());
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Paypal.issue(refused)).isEqualTo(issue);
        assertThat(status(paypal.read(id(order)))).isEqualTo("APPROVED");

        assertThat(paypal.agree(order, "BALANCE").statusCode()).isEqualTo(303);
        assertThat(Paypal.text(paypal.read(id(order)), "update_time")).isGreaterThan(refusedAt);
        assertThat(paypal.capture(id(order), "c1." + requestId()).body()).isEqualTo(refused.body());
        assertThat(captured()).isZero();
        assertThat(paypal.capture(id(order), "c2." + requestId()).statusCode()).isEqualTo(201);
        assertThat(captured()).isEqualTo(1);
    }

    @Test
    void captureWhenItComesToNothingThenCompletedWithADeclinedCapture() {
        JsonNode order = made();
        paypal.agree(order, "EMPTY_ACCOUNT");
        JsonNode completed = Paypal.json(paypal.capture(id(order), "c." + requestId()));
        assertThat(status(completed)).isEqualTo("COMPLETED");
        JsonNode capture = completed.at("/purchase_units/0/payments/captures/0");
        assertThat(status(capture)).isEqualTo("DECLINED");
        assertThat(capture.at("/processor_response/response_code").stringValue("")).isEqualTo("5120");
        assertThat(captured()).isZero();
    }

    @Test
    void markThenTheOrderCarriesItUntilItIsCaptured() {
        JsonNode order = made();
        assertThat(paypal.mark(id(order), CUSTOM_ID, "closed.op-1").statusCode()).isEqualTo(204);
        assertThat(paypal.read(id(order)).at("/purchase_units/0/custom_id").stringValue(""))
                .isEqualTo("closed.op-1");
        assertThat(Paypal.issue(paypal.mark(id(order), "/intent", "x"))).isEqualTo("FIELD_NOT_PATCHABLE");
        paypal.agree(order, "BALANCE");
        paypal.capture(id(order), "c." + requestId());
        HttpResponse<String> late = paypal.mark(id(order), CUSTOM_ID, "closed.op-1");
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(Paypal.issue(late)).isEqualTo("ORDER_ALREADY_COMPLETED");
    }

    @Test
    void orderWhenNobodyCapturesItForHoursThenForgotten() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        InstantSource source = now::get;
        try (Sandbox aging = Sandbox.start(Sandbox.settings().withClock(source.withZone(ZoneOffset.UTC)))) {
            Paypal there = new Paypal(aging);
            JsonNode order = Paypal.json(there.order("old"));
            now.updateAndGet(time -> time.plus(Duration.ofHours(6)));
            assertThat(there.get("checkout/orders/" + id(order)).statusCode()).isEqualTo(404);
            assertThat(there.agree(order, "BALANCE").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void tokenWhenTheSecretOrTheGrantIsWrongThenNone() {
        assertThat(sandbox.send(paypal.tokenRequest("wrong", "grant_type=client_credentials")).statusCode())
                .isEqualTo(401);
        assertThat(sandbox.send(paypal.tokenRequest(PaypalAccount.CLIENT_SECRET, "grant_type=password"))
                .statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer none", "Basic x"})
    void requestWhenTheTokenIsWrongThenUnauthorized(String authorization) {
        HttpResponse<String> refused = sandbox.send(paypal.request("checkout/orders/none")
                .setHeader("Authorization", authorization));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("\"invalid_token\"");
    }

    @Test
    void tokenWhenItsTimeIsOverThenRefused() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        InstantSource source = now::get;
        try (Sandbox aging = Sandbox.start(Sandbox.settings().withClock(source.withZone(ZoneOffset.UTC)))) {
            Paypal there = new Paypal(aging);
            String old = there.token();
            now.updateAndGet(time -> time.plus(Duration.ofHours(9)));
            assertThat(aging.send(there.request("checkout/orders/none")
                    .setHeader("Authorization", "Bearer " + old)).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/paypal", "/paypal/", "/paypal/v1/oauth2/token", "/paypal/v2/toasters",
            "/paypal/v2/checkout/orders/a/b/c", "/paypal/v1/notifications/certs/CERT-1"})
    void requestWhenThereIsNothingThenNotFoundInPaypalsWords(String path) {
        HttpResponse<String> answer = sandbox.send(sandbox.request(path));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Paypal.text(Paypal.json(answer), "name")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"checkout/orders/none", "payments/captures/none", "payments/refunds/none"})
    void readWhenThereIsNoneThenMissing(String path) {
        assertThat(Paypal.issue(paypal.get(path))).isEqualTo("INVALID_RESOURCE_ID");
    }

    @Test
    void faultsThenAsAtAnyProvider() {
        sandbox.fault("{\"kind\":\"rate_limit\",\"target\":\"paypal.orders.create\",\"count\":7,\"times\":1}");
        HttpResponse<String> limited = paypal.order(requestId());
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
        sandbox.fault("{\"kind\":\"wrong_address\",\"target\":\"paypal.orders.create\",\"times\":1}");
        assertThat(paypal.order(requestId()).body()).startsWith("<html>");
        sandbox.fault("{\"kind\":\"error_before\",\"target\":\"paypal.orders.create\",\"times\":1}");
        assertThat(paypal.order(requestId()).statusCode()).isEqualTo(500);
        assertThat(paypal.order(requestId()).statusCode()).as("nothing was done").isEqualTo(201);
    }

    @Test
    void captureWhenItsAnswerIsLostThenDoneAndToldAgain() {
        JsonNode order = made();
        paypal.agree(order, "BALANCE");
        sandbox.fault("{\"kind\":\"lose_answer\",\"target\":\"paypal.orders.capture\",\"times\":1}");
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> paypal.capture(id(order), "c." + requestId()));
        assertThat(captured()).isEqualTo(1);
        assertThat(paypal.capture(id(order), "c." + requestId()).statusCode()).isEqualTo(200);
        assertThat(captured()).isEqualTo(1);
    }
}
