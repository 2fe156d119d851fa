package dev.refill.sandbox.momo;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.Sandbox;

import static org.assertj.core.api.Assertions.assertThat;

/** Money that goes back to a wallet. */
class RefundTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private Sandbox sandbox;
    private Mtn mtn;

    @BeforeEach
    void start() {
        InstantSource source = now::get;
        sandbox = Sandbox.start(Sandbox.settings().withClock(source.withZone(ZoneOffset.UTC)));
        mtn = new Mtn(sandbox);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void refundWhenAcceptedThenPendingAndALittleLaterSuccessful() {
        String refund = Mtn.newReference();
        assertThat(mtn.refund(refund, Mtn.refundOf(mtn.paid(), "4.00")).statusCode()).isEqualTo(202);
        JsonNode before = mtn.refund(refund);
        assertThat(before.path("status").stringValue("")).isEqualTo("PENDING");
        assertThat(before.path("externalId").stringValue("")).isEqualTo("op-2");
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(5)));
        JsonNode after = mtn.refund(refund);
        assertThat(after.path("status").stringValue("")).isEqualTo("SUCCESSFUL");
        assertThat(after.path("amount").stringValue("")).isEqualTo("4.00");
    }

    @Test
    void refundWhenSentAgainThenConflictAndItGoesBackOnce() {
        String payment = mtn.paid();
        String refund = Mtn.newReference();
        mtn.refund(refund, Mtn.refundOf(payment, "4.00"));
        assertThat(mtn.refund(refund, Mtn.refundOf(payment, "4.00")).statusCode()).isEqualTo(409);
        JsonNode truth = Mtn.json(sandbox.control("GET", "truth", null));
        assertThat(truth.path("refunds")).hasSize(1);
        assertThat(truth.at("/payments/0/refunded").longValue()).isEqualTo(400);
        assertThat(truth.at("/payments/0/provider").stringValue("")).isEqualTo("momo");
        assertThat(truth.at("/payments/0/metadata/operation_key").stringValue("")).isEqualTo("op-1");
    }

    @Test
    void refundWhenMoreThanWhatIsLeftThenRefused() {
        String payment = mtn.paid();
        assertThat(mtn.refund(Mtn.newReference(), Mtn.refundOf(payment, "7.00")).statusCode()).isEqualTo(202);
        HttpResponse<String> tooMuch = mtn.refund(Mtn.newReference(), Mtn.refundOf(payment, "3.01"));
        assertThat(tooMuch.statusCode()).isEqualTo(400);
        assertThat(tooMuch.body()).contains("\"NOT_ENOUGH_FUNDS\"");
        assertThat(mtn.refund(Mtn.newReference(), Mtn.refundOf(payment, "3.00")).statusCode()).isEqualTo(202);
    }

    @Test
    void refundWhenNothingWasPaidThenRefused() {
        String open = Mtn.newReference();
        mtn.ask(open, Mtn.tenEurosOf(Mtn.PHONE));
        HttpResponse<String> unpaid = mtn.refund(Mtn.newReference(), Mtn.refundOf(open, "1.00"));
        assertThat(unpaid.statusCode()).isEqualTo(400);
        assertThat(unpaid.body()).contains("\"TRANSACTION_NOT_COMPLETED\"");
    }

    @Test
    void refundWhenThePaymentIsUnknownThenNotFound() {
        String refund = Mtn.newReference();
        HttpResponse<String> unknown = mtn.refund(refund, Mtn.refundOf(Mtn.newReference(), "1.00"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"RESOURCE_NOT_FOUND\"");
        assertThat(mtn.refund(refund).path("code").stringValue("")).isEqualTo("RESOURCE_NOT_FOUND");
    }

    @Test
    void tokenWhenAnHourIsOverThenAnotherIsNeeded() {
        var request = mtn.request(Product.COLLECTION, "requesttopay/" + mtn.paid());
        assertThat(sandbox.send(request).statusCode()).isEqualTo(200);
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(sandbox.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void requestWhenNobodyAnswersForFiveMinutesThenRunsOut() {
        String reference = Mtn.newReference();
        mtn.ask(reference, Mtn.tenEurosOf(Mtn.PHONE));
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
        assertThat(mtn.payment(reference).at("/reason/code").stringValue("")).isEqualTo("EXPIRED");
        mtn.says(reference, "approve");
        assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo("FAILED");
    }
}
