package dev.refill.sandbox;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What a sandbox knows, it knows again after a restart. */
class RestartTest {

    private static final String FORM = "amount=1000&currency=usd&confirm=true&payment_method_types[]=card"
            + "&payment_method=pm_card_visa&metadata[operation_key]=op-1&expand[]=latest_charge";

    @TempDir
    private Path data;

    @Test
    void restartWhenPaidThenPaymentSearchAndReplayAreAsBefore() throws StripeException {
        HttpResponse<String> first;
        String events;
        try (Sandbox sandbox = start()) {
            first = sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "k");
            events = sandbox.get("/v1/events").body();
        }
        try (Sandbox sandbox = start()) {
            List<PaymentIntent> found = sandbox.stripe().v1().paymentIntents()
                    .search(PaymentIntentSearchParams.builder()
                            .setQuery("metadata['operation_key']:'op-1'").build())
                    .getData();
            assertThat(found).hasSize(1);
            assertThat(sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "k").body())
                    .isEqualTo(first.body());
            assertThat(sandbox.get("/v1/events").body()).isEqualTo(events);
            assertThat(sandbox.control("GET", "truth", null).body()).contains(found.getFirst().getId());
        }
    }

    @Test
    void restartWhenRefundedAndDisputedThenAllIsAsBeforeAndGoesOn() throws StripeException {
        String truth;
        String events;
        String refund;
        Instant now = Instant.now(Clock.systemUTC());
        try (Sandbox sandbox = startAt(now)) {
            PaymentIntent slow = sandbox.stripe().v1().paymentIntents()
                    .create(Sandbox.tenDollarsOn("pm_card_refundFail").build());
            refund = sandbox.stripe().v1().refunds()
                    .create(RefundCreateParams.builder().setPaymentIntent(slow.getId()).setAmount(400L).build())
                    .getId();
            sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_createDispute").build());
            truth = sandbox.control("GET", "truth", null).body();
            events = sandbox.get("/v1/events?limit=100").body();
        }
        try (Sandbox sandbox = startAt(now)) {
            assertThat(sandbox.control("GET", "truth", null).body()).isEqualTo(truth);
            assertThat(sandbox.get("/v1/events?limit=100").body()).isEqualTo(events);
            assertThat(sandbox.control("POST", "refunds/" + refund + "/fail", null).statusCode()).isEqualTo(200);
        }
        Instant later = now.plusSeconds(60);
        try (Sandbox sandbox = startAt(later)) {
            assertThat(sandbox.get("/v1/refunds/" + refund).body()).contains("\"status\":\"failed\"");
        }
    }

    /** A journal from before there were refunds. */
    @Test
    void restartWhenJournalIsOlderThanRefundsThenReadAllTheSame() throws IOException {
        try (Sandbox sandbox = start()) {
            sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "k");
        }
        Files.writeString(journal(), Files.readString(journal()).replace("\"refunded\":0,\"disputed\":false,", ""));
        assertThat(Files.readString(journal())).doesNotContain("\"refunded\"");
        try (Sandbox sandbox = start()) {
            assertThat(sandbox.control("GET", "truth", null).body()).contains("\"refunded\":0");
        }
    }

    @Test
    void restartWhenLastLineIsTornThenTheRestIsThereAndNewWorkToo() throws IOException {
        try (Sandbox sandbox = start()) {
            sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "whole");
        }
        Files.writeString(journal(), "[{\"change\":\"payment\",\"paym", StandardOpenOption.APPEND);
        try (Sandbox sandbox = start()) {
            assertThat(sandbox.control("GET", "truth", null).body().split("pi_", -1)).hasSize(2);
            sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "after");
        }
        try (Sandbox sandbox = start()) {
            assertThat(sandbox.control("GET", "truth", null).body().split("pi_", -1)).hasSize(3);
        }
    }

    @Test
    void restartWhenAnInnerLineIsDamagedThenRefusesToStart() throws IOException {
        try (Sandbox sandbox = start()) {
            sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "whole");
        }
        Files.writeString(journal(), "not a line of ours\n", StandardOpenOption.APPEND);
        assertThatIllegalStateException().isThrownBy(this::start).withMessageContaining("journal line at byte");
    }

    @Test
    void restartWhenWebhooksWereOwedThenTheyAreDelivered() throws StripeException {
        try (Receiver shop = new Receiver()) {
            shop.answers(500);
            try (Sandbox sandbox = start(shop)) {
                sandbox.stripe().v1().paymentIntents().create(Sandbox.tenDollarsOn("pm_card_visa").build());
                assertThat(shop.next().signature()).startsWith("t=");
            }
            int before = shop.waiting();
            shop.answers(200);
            try (Sandbox sandbox = start(shop)) {
                assertThat(shop.next(before + 1).getLast().verified(SandboxSettings.DEFAULT_WEBHOOK_SECRET).getType())
                        .isEqualTo("payment_intent.succeeded");
                assertThat(sandbox.get("/v1/events?type=payment_intent.succeeded").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void journalWhenCardsWereTypedThenHoldsNoCardNumber() throws IOException, StripeException {
        try (Sandbox sandbox = start()) {
            sandbox.post("/v1/payment_intents", FORM, "Idempotency-Key", "k");
        }
        assertThat(Files.readString(journal())).contains("\"last4\":\"4242\"").doesNotContain("42424242");
    }

    private Path journal() {
        return data.resolve("journal.jsonl");
    }

    private Sandbox start() {
        return Sandbox.start(Sandbox.settings().withData(data));
    }

    /** Where time stands still, so that what happens by itself does not happen meanwhile. */
    private Sandbox startAt(Instant moment) {
        return Sandbox.start(Sandbox.settings().withData(data).withClock(Clock.fixed(moment, ZoneOffset.UTC)));
    }

    private Sandbox start(Receiver shop) {
        return Sandbox.start(Sandbox.settings()
                .withData(data)
                .withDeliveries(new DeliverySettings(4, Duration.ofSeconds(5), Duration.ofSeconds(30),
                        Duration.ofSeconds(30), 50))
                .withWebhook(SandboxSettings.Webhook.to(shop.url())));
    }
}
