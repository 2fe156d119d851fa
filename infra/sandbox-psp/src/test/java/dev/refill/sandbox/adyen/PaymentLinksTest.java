package dev.refill.sandbox.adyen;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** Payment links and their page. */
class PaymentLinksTest {

    private static Sandbox sandbox;
    private static Adyen adyen;
    private static int keys;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        adyen = new Adyen(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void behave() {
        sandbox.control("DELETE", "faults", null);
    }

    private static String newKey() {
        return "links-" + ++keys;
    }

    private static JsonNode made() {
        return Adyen.json(adyen.link(newKey()));
    }

    @Test
    void createWhenGoodThenActiveWithAPage() {
        HttpResponse<String> answer = adyen.link(newKey());
        assertThat(answer.statusCode()).isEqualTo(201);
        JsonNode link = Adyen.json(answer);
        assertThat(Adyen.text(link, "id")).matches("PL[0-9A-Za-z]{16}");
        assertThat(Adyen.text(link, "status")).isEqualTo("active");
        HttpResponse<String> page = sandbox.send(sandbox.request(Adyen.text(link, "url")));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Pay USD 10.00", "Airtime", "NOT_ENOUGH_BALANCE");
        assertThat(page.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(
                policy -> assertThat(policy).contains("default-src 'none'", "form-action 'self' http://shop.example"));
    }

    @Test
    void createWhenSentAgainUnderItsKeyThenTheSameAnswer() {
        String key = newKey();
        HttpResponse<String> first = adyen.link(key);
        adyen.close(Adyen.text(Adyen.json(first), "id"));
        HttpResponse<String> again = adyen.link(key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void createWhenSentAgainWithItsMembersInAnotherOrderThenTheSameAnswer() {
        String key = newKey();
        HttpResponse<String> first = adyen.post("paymentLinks", key, Adyen.order(""));
        HttpResponse<String> again = adyen.post("paymentLinks", key,
                """
                {"reference": "payment.op-1", "amount": {"currency": "USD", "value": 1000}, "merchantAccount": "RefillSandbox"}""");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
    }

    @ParameterizedTest
    @CsvSource({"paymentLinks,1001", "payments,1000"})
    void createWhenItsKeyWasUsedForAnotherRequestThenRefused(String path, String amount) {
        String key = newKey();
        adyen.post("paymentLinks", key, Adyen.order(""));
        HttpResponse<String> refused = adyen.post(path, key, Adyen.order("").replace("1000", amount));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(Adyen.text(Adyen.json(refused), "errorCode")).isEqualTo("704");
    }

    @ParameterizedTest
    @CsvSource({"RefillSandbox,Other,403", "1000,0,422", "1000,10.5,422", "USD,usd,422", "payment.op-1,,422",
            "http://shop.example,ftp://shop.example,422", "{,[,400"})
    void createWhenSomethingIsWrongThenRefused(String right, String wrong, int status) {
        String body = Adyen.order(", \"returnUrl\": \"http://shop.example/back\"")
                .replace(right, wrong == null ? "" : wrong);
        HttpResponse<String> refused = adyen.post("paymentLinks", newKey(), body);
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
        assertThat(Adyen.text(Adyen.json(refused), "errorCode")).isNotEmpty();
    }

    @Test
    void requestWhenTheKeyIsWrongThenUnauthorized() {
        assertThat(sandbox.send(adyen.request("paymentLinks/PL1").setHeader("X-API-Key", "none")).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/adyen", "/adyen/", "/adyen/pay", "/adyen/v70/payments", "/adyen/v71/toasters"})
    void requestWhenThereIsNothingThenNotFoundInAdyensWords(String path) {
        HttpResponse<String> answer = sandbox.send(sandbox.request(path).setHeader("X-API-Key", AdyenAccount.API_KEY));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Adyen.json(answer).path("status").intValue(0)).isEqualTo(404);
    }

    /** Adyen counts some currencies otherwise than ISO 4217 does. */
    @ParameterizedTest
    @CsvSource({"USD,10.00", "CLP,10.00", "ISK,10.00", "CVE,1000", "IDR,1000", "JPY,1000", "KWD,1.000"})
    void pageThenShowsThePriceAsAdyenCountsIt(String currency, String price) {
        JsonNode link = Adyen.json(
                adyen.post("paymentLinks", newKey(), Adyen.order("").replace("USD", currency)));
        assertThat(sandbox.send(sandbox.request(Adyen.text(link, "url"))).body())
                .contains("Pay " + currency + " " + price + "<");
    }

    @Test
    void pageWhenPaidThenCompletedAndPaidOnce() {
        JsonNode link = made();
        String url = Adyen.text(link, "url");
        HttpResponse<String> paid = adyen.pay(url, Adyen.CARD, "Jo Test");
        assertThat(paid.statusCode()).isEqualTo(303);
        assertThat(paid.headers().firstValue("Location")).hasValue("http://shop.example/back");
        assertThat(adyen.pay(url, Adyen.CARD, "Jo Test").statusCode()).isEqualTo(303);
        assertThat(Adyen.text(adyen.read(Adyen.text(link, "id")), "status")).isEqualTo("completed");
        assertThat(sandbox.control("GET", "truth", null).body().split("links-" + keys + "\"", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"DECLINED,Refused", "CARD_EXPIRED,Expired Card", "NOT_ENOUGH_BALANCE,Not enough balance"})
    void pageWhenTheHolderIsRefusedThenSaysSoAndAnotherCardMayPay(String holder, String reason) {
        JsonNode link = made();
        String url = Adyen.text(link, "url");
        HttpResponse<String> refused = adyen.pay(url, Adyen.CARD, holder);
        assertThat(refused.statusCode()).isEqualTo(402);
        assertThat(refused.body()).contains("The card was refused: " + reason).doesNotContain("value=\"4111");
        assertThat(Adyen.text(adyen.read(Adyen.text(link, "id")), "status")).isEqualTo("active");
        assertThat(adyen.pay(url, Adyen.CARD, "Jo Test").statusCode()).isEqualTo(303);
    }

    @Test
    void pageWhenTheCardIsNoTestCardThenRefusedAndNothingIsTried() {
        String url = Adyen.text(made(), "url");
        assertThat(adyen.pay(url, "4012888888881881", "Jo Test").statusCode()).isEqualTo(422);
    }

    @Test
    void closeWhenActiveThenExpiredAndThePageTakesNothing() {
        JsonNode link = made();
        HttpResponse<String> closed = adyen.close(Adyen.text(link, "id"));
        assertThat(closed.statusCode()).isEqualTo(200);
        assertThat(Adyen.text(Adyen.json(closed), "status")).isEqualTo("expired");
        assertThat(adyen.pay(Adyen.text(link, "url"), Adyen.CARD, "Jo Test").statusCode()).isEqualTo(410);
        assertThat(adyen.close(Adyen.text(link, "id")).statusCode()).isEqualTo(422);
    }

    @Test
    void storedCardThenAuthorisedOrRefusedAtOnce() {
        JsonNode paid = Adyen.json(adyen.post("payments", newKey(), stored("SANDBOXVISA")));
        assertThat(Adyen.text(paid, "resultCode")).isEqualTo("Authorised");
        assertThat(paid.at("/amount/value").longValue()).isEqualTo(1000);
        JsonNode refused = Adyen.json(adyen.post("payments", newKey(), stored("SANDBOXEMPTY")));
        assertThat(Adyen.text(refused, "resultCode")).isEqualTo("Refused");
        assertThat(Adyen.text(refused, "refusalReasonCode")).isEqualTo("12");
        assertThat(adyen.post("payments", newKey(), stored("OTHER")).statusCode()).isEqualTo(422);
    }

    private static String stored(String id) {
        return Adyen.order(", \"shopperReference\": \"shopper-1\", \"paymentMethod\": {\"type\": \"scheme\","
                + " \"storedPaymentMethodId\": \"" + id + "\"}");
    }

    @Test
    void faultsThenLimitAndErrorAfterTheWorkWasDone() {
        sandbox.fault("{\"kind\":\"rate_limit\",\"target\":\"adyen.paymentLinks.create\",\"count\":7,\"times\":1}");
        HttpResponse<String> limited = adyen.link(newKey());
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
        sandbox.fault("{\"kind\":\"error_after\",\"target\":\"adyen.payments.create\",\"times\":1}");
        String key = newKey();
        assertThat(adyen.post("payments", key, stored("SANDBOXVISA")).statusCode()).isEqualTo(500);
        assertThat(sandbox.control("GET", "truth", null).body()).contains("\"" + key + "\"");
        assertThat(adyen.post("payments", key, stored("SANDBOXVISA")).statusCode()).isEqualTo(200);
        assertThat(sandbox.control("GET", "truth", null).body().split("\"" + key + "\"", -1)).hasSize(2);
    }
}
