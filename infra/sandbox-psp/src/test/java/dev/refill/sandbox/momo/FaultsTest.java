package dev.refill.sandbox.momo;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The switches at MTN: what a shop sees, and what was done all the same. */
class FaultsTest {

    private static Sandbox sandbox;
    private static Mtn mtn;

    @BeforeAll
    static void start() {
        sandbox = Sandbox.start();
        mtn = new Mtn(sandbox);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @AfterEach
    void behave() {
        sandbox.control("DELETE", "faults", null);
    }

    private static void once(String kind) {
        sandbox.fault("{\"kind\":\"%s\",\"target\":\"momo.requesttopay.create\",\"times\":1,\"count\":7,\"millis\":1}"
                .formatted(kind));
    }

    private static HttpResponse<String> ask(String reference) {
        return mtn.ask(reference, Mtn.tenEurosOf(Mtn.PHONE));
    }

    private static String found(String reference) {
        return mtn.payment(reference).toString();
    }

    @Test
    void loseAnswerWhenSetThenConnectionBreaksAndThePhoneIsAsked() {
        once("lose_answer");
        String reference = Mtn.newReference();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(reference));
        assertThat(found(reference)).contains("PENDING");
        assertThat(ask(reference).statusCode()).isEqualTo(409);
    }

    @Test
    void loseRequestWhenSetThenConnectionBreaksAndNothingIsDone() {
        once("lose_request");
        String reference = Mtn.newReference();
        assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ask(reference));
        assertThat(found(reference)).contains("RESOURCE_NOT_FOUND");
    }

    @Test
    void errorWhenSetBeforeThen500AndNothingIsDone() {
        once("error_before");
        String reference = Mtn.newReference();
        HttpResponse<String> broken = ask(reference);
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("\"INTERNAL_PROCESSING_ERROR\"");
        assertThat(found(reference)).contains("RESOURCE_NOT_FOUND");
    }

    @Test
    void errorWhenSetAfterThen500AndThePhoneIsAsked() {
        once("error_after");
        String reference = Mtn.newReference();
        assertThat(ask(reference).statusCode()).isEqualTo(500);
        assertThat(found(reference)).contains("PENDING");
    }

    @Test
    void rateLimitWhenSetThen429WithRetryAfterAndNothingIsDone() {
        once("rate_limit");
        String reference = Mtn.newReference();
        HttpResponse<String> limited = ask(reference);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(found(reference)).contains("RESOURCE_NOT_FOUND");
    }

    @Test
    void wrongAddressWhenSetThen404WithoutAWordOfMtns() {
        once("wrong_address");
        HttpResponse<String> answer = ask(Mtn.newReference());
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).startsWith("<html>");
    }

    @Test
    void delayWhenSetThenAnswersAllTheSame() {
        once("delay");
        assertThat(ask(Mtn.newReference()).statusCode()).isEqualTo(202);
        assertThat(sandbox.control("GET", "faults", null).body()).doesNotContain("delay");
    }

    @Test
    void faultWhenOfStripesThenDoesNotConcern() {
        sandbox.fault("{\"kind\":\"lose_request\",\"target\":\"payment_intents.create\"}");
        assertThat(ask(Mtn.newReference()).statusCode()).isEqualTo(202);
    }
}
