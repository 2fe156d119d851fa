package dev.refill.sandbox.stripe;

import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Stripe's rules for idempotency keys. */
class IdempotencyTest {

    private static final String FORM = "amount=1000&currency=usd&confirm=true&payment_method_types[]=card&payment_method=pm_card_visa";

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
    void repeatWhenSameParametersThenSameBytesAndMarked() {
        HttpResponse<String> first = create("twice", FORM + "&expand[]=latest_charge");
        HttpResponse<String> second = create("twice", FORM + "&expand[]=latest_charge");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(second.headers().firstValue("Original-Request")).isEqualTo(first.headers().firstValue("Request-Id"));
    }

    @Test
    void repeatWhenPaymentWentOnThenStillTheFirstAnswer() throws StripeException {
        HttpResponse<String> first = create("went on", "amount=500&currency=usd");
        String id = first.body().replaceAll("(?s).*\"id\":\"(pi_\\w+)\".*", "$1");
        sandbox.stripe().v1().paymentIntents().cancel(id);
        assertThat(create("went on", "amount=500&currency=usd").body()).isEqualTo(first.body());
    }

    @Test
    void repeatWhenParametersComeInOtherOrderThenReplayed() {
        HttpResponse<String> first = create("order", "amount=500&currency=usd");
        assertThat(create("order", "currency=usd&amount=500").body()).isEqualTo(first.body());
    }

    @Test
    void repeatWhenOtherParametersThenIdempotencyError() throws StripeException {
        sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_visa").build(),
                Sandbox.key("other"));
        IdempotencyException refused = catchThrowableOfType(IdempotencyException.class,
                () -> sandbox.stripe().v1().paymentIntents().create(
                        Sandbox.tenDollarsOn("pm_card_visa").setAmount(2000L).build(), Sandbox.key("other")));
        assertThat(refused.getStatusCode()).isEqualTo(400);
        assertThat(refused.getMessage()).contains("same parameters");
    }

    @Test
    void repeatWhenOtherEndpointThenIdempotencyError() throws StripeException {
        PaymentIntent paid = sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_visa").build(),
                Sandbox.key("elsewhere"));
        assertThat(sandbox.post("/v1/payment_intents/" + paid.getId() + "/cancel", "", "Idempotency-Key", "elsewhere")
                .body()).contains("idempotency_error", "same endpoint");
    }

    @Test
    void repeatWhenDeclinedThenTheDeclineIsReplayed() {
        CardException first = declined();
        CardException second = declined();
        assertThat(second.getCharge()).isEqualTo(first.getCharge());
        assertThat(second.getDeclineCode()).isEqualTo("insufficient_funds");
    }

    @Test
    void repeatWhenValidationFailedThenTheKeyIsStillFree() {
        assertThat(create("corrected", "amount=x&currency=usd").statusCode()).isEqualTo(400);
        assertThat(create("corrected", "amount=500&currency=usd").statusCode()).isEqualTo(200);
    }

    @Test
    void manyAtOnceWhenSameKeyThenOnePayment() {
        Set<String> bodies = IntStream.range(0, 32)
                .parallel()
                .mapToObj(caller -> create("32 callers", FORM).body())
                .collect(Collectors.toSet());
        assertThat(bodies).hasSize(1);
    }

    @Test
    void secondWhenFirstIsStillRunningThenKeyInUse() {
        sandbox.fault("{\"kind\":\"delay\",\"target\":\"payment_intents.create\",\"times\":1,\"millis\":1500}");
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> create("busy", FORM));
        HttpResponse<String> second = sandbox.control("GET", "truth", null);
        while (!second.body().contains("pi_") || !sandbox.control("GET", "faults", null).body().contains("[]")) {
            second = sandbox.control("GET", "truth", null);
        }
        HttpResponse<String> refused = create("busy", FORM);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("idempotency_key_in_use");
        assertThat(create("busy", "amount=500&currency=usd").statusCode()).isEqualTo(409);
        HttpResponse<String> answer = first.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(create("busy", FORM).body()).isEqualTo(answer.body());
    }

    @Test
    void errorWhenOrderedThenReplayedAsWell() {
        sandbox.fault("{\"kind\":\"error_before\",\"times\":1}");
        HttpResponse<String> first = create("broken", FORM);
        HttpResponse<String> second = create("broken", FORM);
        assertThat(first.statusCode()).isEqualTo(500);
        assertThat(second.statusCode()).isEqualTo(500);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void keyWhenLongerThan255ThenRefused() {
        assertThat(create("k".repeat(255), FORM).statusCode()).isEqualTo(200);
        assertThat(create("k".repeat(256), FORM).statusCode()).isEqualTo(400);
    }

    private static CardException declined() {
        return catchThrowableOfType(CardException.class, () -> sandbox.stripe().v1().paymentIntents().create(
                Sandbox.tenDollarsOn("pm_card_visa_chargeDeclinedInsufficientFunds").build(), Sandbox.key("declined")));
    }

    private static HttpResponse<String> create(String key, String form) {
        return sandbox.post("/v1/payment_intents", form, "Idempotency-Key", key);
    }
}
