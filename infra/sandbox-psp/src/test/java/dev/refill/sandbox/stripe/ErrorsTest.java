package dev.refill.sandbox.stripe;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import com.stripe.exception.AuthenticationException;
import com.stripe.exception.InvalidRequestException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What is wrong with a request is said as Stripe says it, and nothing is done. */
class ErrorsTest {

    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "currency=usd | parameter_missing | amount",
            "amount=1000 | parameter_missing | currency",
            "amount=&currency=usd | parameter_invalid_empty | amount",
            "amount=1e3&currency=usd | parameter_invalid_integer | amount",
            "amount=10.5&currency=usd | parameter_invalid_integer | amount",
            "amount=0&currency=usd | parameter_invalid_integer | amount",
            "amount=-5&currency=usd | parameter_invalid_integer | amount",
            "amount=9999999999999999999&currency=usd | parameter_invalid_integer | amount",
            "amount=100000000&currency=usd | amount_too_large | amount",
            "amount=49&currency=usd | amount_too_small | amount",
            "amount=1000&currency=zzz | | currency",
            "amount=1000&currency=usd&colour=red | parameter_unknown | colour",
            "amount=1000&currency=usd&automatic_payment_methods[colour]=red | parameter_unknown | automatic_payment_methods[colour]",
            "amount=1000&currency=usd&confirm=perhaps | | confirm",
            "amount=1000&currency=usd&capture_method=manual | | capture_method",
            "amount=1000&currency=usd&metadata=text | | metadata",
            "amount=1000&currency=usd&confirm=true | payment_intent_unexpected_state | ",
            "amount=1000&currency=usd&confirm=true&payment_method=pm_card_visa | | ",
            "amount=1000&currency=usd&payment_method=pm_nobody | resource_missing | payment_method",
            "amount=1000&currency=usd&expand[]=everything | | ",
            "amount[0]=1000&currency=usd | | amount",
            "amount=1&amount[x]=2&currency=usd | | "})
    void createWhenParameterIsWrongThenInvalidRequest(String form, String code, String param) {
        HttpResponse<String> answer = sandbox.post("/v1/payment_intents", form);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"type\":\"invalid_request_error\"", "\"message\":\"");
        if (code != null) {
            assertThat(answer.body()).contains("\"code\":\"" + code + "\"",
                    "\"doc_url\":\"https://stripe.com/docs/error-codes/" + code.replace('_', '-') + "\"");
        }
        if (param != null) {
            assertThat(answer.body()).contains("\"param\":\"" + param + "\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"payment_intents/pi_nobody, resource_missing", "checkout/sessions/cs_nobody, resource_missing",
            "events/evt_nobody, resource_missing", "charges/ch_nobody, resource_missing",
            "webhook_endpoints/we_nobody, resource_missing", "toasters/1, Unrecognized request URL",
            "payment_intents/, Unrecognized request URL"})
    void getWhenThereIsNoSuchThingThenNotFound(String path, String words) {
        HttpResponse<String> answer = sandbox.get("/v1/" + path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains(words, "invalid_request_error");
    }

    @Test
    void retrieveWhenUnknownThenStripesClientSaysResourceMissing() {
        InvalidRequestException missing = catchThrowableOfType(InvalidRequestException.class,
                () -> sandbox.stripe().v1().paymentIntents().retrieve("pi_nobody"));
        assertThat(missing.getStatusCode()).isEqualTo(404);
        assertThat(missing.getCode()).isEqualTo("resource_missing");
        assertThat(missing.getMessage()).contains("No such payment_intent: 'pi_nobody'");
        assertThat(missing.getRequestId()).startsWith("req_");
    }

    @Test
    void anyCallWhenKeyIsWrongThenUnauthorizedAndKeyMasked() {
        AuthenticationException refused = catchThrowableOfType(AuthenticationException.class,
                () -> sandbox.stripe("sk_test_somebody_else_1234").v1().paymentIntents().retrieve("pi_nobody"));
        assertThat(refused.getStatusCode()).isEqualTo(401);
        assertThat(refused.getMessage()).contains("sk_test_", "1234").doesNotContain("somebody");
    }

    @Test
    void anyCallWhenKeyIsMissingOrMalformedThenUnauthorized() {
        assertThat(sandbox.get("/v1/events", "Authorization", "").statusCode()).isEqualTo(401);
        assertThat(sandbox.get("/v1/events", "Authorization", "Basic !!!").statusCode()).isEqualTo(401);
        assertThat(sandbox.get("/v1/events", "Authorization", "Digest x").statusCode()).isEqualTo(401);
    }

    @Test
    void anyCallWhenBasicUserIsTheKeyThenAccepted() {
        String basic = Base64.getEncoder().encodeToString("sk_test_refill_sandbox:".getBytes(StandardCharsets.UTF_8));
        assertThat(sandbox.get("/v1/events", "Authorization", "Basic " + basic).statusCode()).isEqualTo(200);
    }

    @Test
    void anyCallWhenVersionIsMalformedThenRefusedAndElseAnsweredWithOurs() {
        assertThat(sandbox.get("/v1/events", "Stripe-Version", "yesterday").statusCode()).isEqualTo(400);
        HttpResponse<String> answer = sandbox.get("/v1/events", "Stripe-Version", "2025-01-27.acacia");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Stripe-Version")).hasValue("2026-07-29.dahlia");
    }

    @Test
    void listWhenLimitOrCursorIsWrongThenInvalidRequest() {
        assertThat(sandbox.get("/v1/events?limit=101").statusCode()).isEqualTo(400);
        assertThat(sandbox.get("/v1/events?limit=0").statusCode()).isEqualTo(400);
        assertThat(sandbox.get("/v1/events?starting_after=evt_nobody").statusCode()).isEqualTo(400);
        assertThat(sandbox.get("/v1/events?starting_after=a&ending_before=b").statusCode()).isEqualTo(400);
    }

    @Test
    void postWhenBodyIsOverTheLimitThenTooLarge() {
        assertThat(sandbox.post("/v1/payment_intents", "description=" + "x".repeat(256 * 1024)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "success_url | parameter_missing", "mode | parameter_missing", "line_items | parameter_missing"})
    void createSessionWhenRequiredIsMissingThenSaysWhich(String left, String code) {
        String form = java.util.stream.Stream.of("mode=payment", "success_url=https%3A%2F%2Fshop.example",
                "line_items[0][quantity]=1&line_items[0][price_data][currency]=usd"
                        + "&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=a")
                .filter(part -> !part.startsWith(left))
                .collect(java.util.stream.Collectors.joining("&"));
        HttpResponse<String> answer = sandbox.post("/v1/checkout/sessions", form);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(code, "\"param\":\"" + left + "\"");
    }

    @Test
    void createSessionWhenExpiryIsTooSoonThenRefused() {
        HttpResponse<String> answer = sandbox.post("/v1/checkout/sessions",
                "mode=payment&success_url=https://shop.example"
                        + "&line_items[0][quantity]=1&line_items[0][price_data][currency]=usd&expires_at=1000"
                        + "&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=a");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expires_at", "at least 30 minutes");
    }
}
