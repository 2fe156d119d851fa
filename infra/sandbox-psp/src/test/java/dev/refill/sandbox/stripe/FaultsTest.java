package dev.refill.sandbox.stripe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The switches: what a client sees, and what was done all the same. */
class FaultsTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void behave() {
        sandbox.control("DELETE", "faults", null);
    }

    @Test
    void loseAnswerWhenSetThenConnectionBreaksAndMoneyIsTaken() {
        sandbox.fault("{\"kind\":\"lose_answer\",\"target\":\"payment_intents.create\",\"times\":1}");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> create("lost answer"));
        assertThat(truth()).contains("lost answer");
        HttpResponse<String> again = create("lost answer");
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(truth().split("lost answer", -1)).hasSize(2);
    }

    @Test
    void loseRequestWhenSetThenConnectionBreaksAndNothingIsDone() {
        sandbox.fault("{\"kind\":\"lose_request\",\"times\":1}");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> create("lost request"));
        assertThat(truth()).doesNotContain("lost request");
        assertThat(create("lost request").headers().firstValue("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void loseAnswersWhenClientGivesUpThenStripesClientSaysConnection() {
        sandbox.fault("{\"kind\":\"lose_answer\",\"target\":\"payment_intents.create\"}");
        assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> pay("given up"));
        assertThat(truth().split("given up", -1)).hasSize(2);
    }

    @Test
    void errorAfterWhenSetThen500ButMoneyIsTakenAndThe500IsReplayed() {
        sandbox.fault("{\"kind\":\"error_after\",\"times\":1}");
        String form = "amount=1000&currency=usd&confirm=true&payment_method_types[]=card&payment_method=pm_card_visa"
                + "&metadata[operation_key]=error after";
        HttpResponse<String> first = sandbox.post("/v1/payment_intents", form, "Idempotency-Key", "ea");
        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(truth()).contains("error after");
        assertThat(sandbox.post("/v1/payment_intents", form, "Idempotency-Key", "ea").statusCode()).isEqualTo(500);
        assertThat(truth().split("error after", -1)).hasSize(2);
    }

    @Test
    void rateLimitWhenSetThen429WithRetryAfterAndNothingIsKept() throws StripeException {
        sandbox.fault("{\"kind\":\"rate_limit\",\"count\":7,\"times\":1}");
        RateLimitException limited = catchThrowableOfType(RateLimitException.class, () -> pay("limited"));
        assertThat(limited.getCode()).isEqualTo("rate_limit");
        assertThat(pay("limited").getStatus()).isEqualTo("succeeded");
        sandbox.fault("{\"kind\":\"rate_limit\",\"count\":7,\"times\":1}");
        assertThat(sandbox.get("/v1/events").headers().firstValue("Retry-After")).hasValue("7");
    }

    @Test
    void conflictWhenSetThen409() {
        sandbox.fault("{\"kind\":\"conflict\",\"times\":1}");
        assertThat(sandbox.get("/v1/events").statusCode()).isEqualTo(409);
        assertThat(sandbox.get("/v1/events").statusCode()).isEqualTo(200);
    }

    @Test
    void wrongAddressWhenSetThen404WithoutAWordOfStripes() {
        sandbox.fault("{\"kind\":\"wrong_address\",\"times\":1}");
        HttpResponse<String> answer = create("elsewhere");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("<html>");
        assertThat(answer.headers().firstValue("Request-Id")).isEmpty();
        assertThat(truth()).doesNotContain("elsewhere");
    }

    @Test
    void searchBehindWhenSetThenOnlyTheSearchIsBlind() throws StripeException {
        pay("just made");
        sandbox.fault("{\"kind\":\"search_behind\"}");
        String search = "/v1/payment_intents/search?query=metadata%5B%27operation_key%27%5D%3A%27just+made%27";
        assertThat(sandbox.get(search).body()).doesNotContain("just made");
        assertThat(sandbox.get("/v1/payment_intents").body()).contains("just made");
        sandbox.control("DELETE", "faults", null);
        assertThat(sandbox.get(search).body()).contains("just made");
    }

    @Test
    void delayBeforeWhenClientHangsUpThenTheWorkIsDoneAllTheSame() {
        sandbox.fault("{\"kind\":\"delay_before\",\"millis\":400,\"times\":1}");
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> sandbox.send(
                sandbox.request("/v1/payment_intents")
                        .header("Authorization", "Bearer sk_test_refill_sandbox")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("amount=1000&currency=usd&confirm=true"
                                + "&payment_method_types[]=card&payment_method=pm_card_visa&metadata[operation_key]=hung-up")),
                java.time.Duration.ofMillis(200)));
        long giveUp = System.nanoTime() + 20_000_000_000L;
        while (!truth().contains("hung-up")) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    @Test
    void faultWhenForAnotherOperationThenDoesNotConcern() throws StripeException {
        sandbox.fault("{\"kind\":\"lose_request\",\"target\":\"payment_intents.cancel\"}");
        assertThat(pay("another operation").getStatus()).isEqualTo("succeeded");
        assertThat(sandbox.control("GET", "faults", null).body()).contains("lose_request");
    }

    @Test
    void faultWhenPageAnswerIsLostThenCheckoutIsPaid() throws StripeException {
        var session = sandbox.stripe().v1().checkout().sessions().create(TestSessions.twoTimesAirtime().build());
        sandbox.fault("{\"kind\":\"lose_answer\",\"target\":\"checkout.pay\",\"times\":1}");
        String form = "cardNumber=4242424242424242&cardExpiry=12/34&cardCvc=123&billingName=Ann";
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> sandbox.post(session.getUrl(), form));
        assertThat(sandbox.post(session.getUrl(), form).statusCode()).isEqualTo(303);
        assertThat(sandbox.stripe().v1().checkout().sessions().retrieve(session.getId()).getPaymentStatus())
                .isEqualTo("paid");
    }

    @Test
    void faultWhenMalformedThenSaysWhatIsExpected() {
        assertThat(sandbox.control("POST", "faults", "{\"kind\":\"explode\"}").statusCode()).isEqualTo(400);
        assertThat(sandbox.control("POST", "faults", "{\"kind\":\"delay\",\"colour\":1}").statusCode()).isEqualTo(400);
        assertThat(sandbox.control("POST", "faults", "{\"kind\":\"delay\",\"millis\":-1}").body())
                .contains("millis: -1 (expected: 0 to 600000)");
        assertThat(sandbox.control("POST", "faults", "").statusCode()).isEqualTo(400);
        assertThat(sandbox.control("POST", "faults", "{}").statusCode()).isEqualTo(400);
        assertThat(sandbox.control("GET", "toasters", null).statusCode()).isEqualTo(404);
    }

    @Test
    void controlWhenAskedForByAnotherNameThenForbidden() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.server().port())) {
            socket.getOutputStream().write("GET /sandbox/truth HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 403");
        }
    }

    private static HttpResponse<String> create(String operationKey) {
        return sandbox.post("/v1/payment_intents", "amount=1000&currency=usd&confirm=true&payment_method_types[]=card"
                + "&payment_method=pm_card_visa&metadata[operation_key]=" + operationKey, "Idempotency-Key",
                operationKey);
    }

    private static PaymentIntent pay(String operationKey) throws StripeException {
        return sandbox.stripe().v1().paymentIntents().create(
                Sandbox.tenDollarsOn("pm_card_visa").putMetadata("operation_key", operationKey).build(),
                Sandbox.key(operationKey));
    }

    private static String truth() {
        return sandbox.control("GET", "truth", null).body();
    }
}
