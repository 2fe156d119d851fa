package dev.refill.sandbox.stripe.json;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.ByteArrayBuilder;

import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.Settled;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Body;

import static java.util.Objects.requireNonNull;

/** Everything Stripe's API says, as bytes. */
public final class StripeJson {

    /** The version of Stripe's API that this dialect speaks. */
    public static final String API_VERSION = "2026-07-29.dahlia";

    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<String> baseUrl;

    /** @param baseUrl where the hosted pages are, without a slash at the end; known once the server listens */
    public StripeJson(Supplier<String> baseUrl) {
        this.baseUrl = baseUrl;
    }

    /** As Stripe spells it. */
    public static String status(PaymentStatus status) {
        return PaymentJson.status(status);
    }

    /** As Stripe spells it. */
    public static String status(CheckoutStatus status) {
        return CheckoutJson.status(status);
    }

    /** @param now Unix seconds */
    public static Body payout(Payout payout, long now) {
        return out -> PayoutJson.write(out, payout, now);
    }

    /** @param source what moved the balance, in full; null for its id alone */
    public static Body transaction(Settled moved, @Nullable Body source) {
        return out -> TransactionJson.write(out, moved, source);
    }

    public static byte[] bytes(Body body) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(2048);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            body.write(json);
        }
        return bytes.toByteArray();
    }

    public byte[] bytes(Answer answer) {
        return switch (answer) {
            case Answer.Shown(int status, Snapshot snapshot) -> bytes(json -> kept(json, status, snapshot));
            case Answer.Replayed replayed -> replayed(replayed.status(), replayed.snapshot());
            case Answer.Broken() -> bytes(ApiError.broken());
            case Answer.Listed listed -> bytes(json -> list(json, listed));
            case Answer.Composed(Body body) -> bytes(body);
        };
    }

    private byte[] replayed(int status, @Nullable Snapshot snapshot) {
        return snapshot == null ? bytes(ApiError.broken()) : bytes(json -> kept(json, status, snapshot));
    }

    public byte[] bytes(ApiError error) {
        return bytes(json -> ErrorJson.write(json, error, baseUrl.get()));
    }

    /** An answer to a POST: the only one that shows an endpoint's secret. */
    private void kept(JsonGenerator json, int status, Snapshot snapshot) {
        if (status == 402 && snapshot.subject() instanceof Payment payment) {
            ErrorJson.declined(json, payment, requireNonNull(payment.decline()), baseUrl.get());
        } else if (snapshot.subject() instanceof Endpoint endpoint) {
            EndpointJson.write(json, endpoint, true);
        } else {
            write(json, snapshot);
        }
    }

    /** An object as it is shown in reads, lists and events. */
    public void write(JsonGenerator json, Snapshot snapshot) {
        switch (snapshot.subject()) {
            case Payment payment -> PaymentJson.write(json, payment, snapshot.expanded(), baseUrl.get());
            case Charge charge -> ChargeJson.write(json, charge);
            case Refund refund -> RefundJson.write(json, refund);
            case Dispute dispute -> DisputeJson.write(json, dispute);
            case Checkout checkout -> CheckoutJson.write(json, checkout, snapshot.payment(), snapshot.expanded(),
                    baseUrl.get());
            case Endpoint endpoint -> EndpointJson.write(json, endpoint, false);
        }
    }

    /** An event as it is listed, and as it is delivered. */
    public void write(JsonGenerator json, Event event, int unsent, String type, String apiVersion) {
        json.writeStartObject();
        json.writeStringProperty("id", event.id());
        json.writeStringProperty("object", "event");
        json.writeStringProperty("api_version", apiVersion);
        json.writeNumberProperty("created", event.created());
        json.writeObjectPropertyStart("data");
        json.writeName("object");
        write(json, Snapshot.of(event.subject()));
        json.writeEndObject();
        json.writeBooleanProperty("livemode", false);
        json.writeNumberProperty("pending_webhooks", unsent);
        json.writeObjectPropertyStart("request");
        Fields.text(json, "id", event.requestId());
        Fields.text(json, "idempotency_key", event.idempotencyKey());
        json.writeEndObject();
        json.writeStringProperty("type", type);
        json.writeEndObject();
    }

    private static void list(JsonGenerator json, Answer.Listed listed) {
        json.writeStartObject();
        json.writeStringProperty("object", listed.search() ? "search_result" : "list");
        json.writeArrayPropertyStart("data");
        listed.items().forEach(item -> item.write(json));
        json.writeEndArray();
        json.writeBooleanProperty("has_more", listed.hasMore());
        if (listed.search()) {
            json.writeNullProperty("next_page");
        }
        json.writeStringProperty("url", listed.url());
        json.writeEndObject();
    }
}
