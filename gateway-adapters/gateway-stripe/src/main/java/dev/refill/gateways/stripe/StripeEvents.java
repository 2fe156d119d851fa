package dev.refill.gateways.stripe;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import com.stripe.Stripe;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.model.checkout.Session;
import com.stripe.net.ApiResource;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.GatewayEvent.DisputeObserved;
import dev.refill.gateway.GatewayEvent.PaymentObserved;
import dev.refill.gateway.GatewayEvent.RefundObserved;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Translation.Events;
import dev.refill.gateway.Translation.NotUnderstood;
import dev.refill.gateway.Translation.Reason;
import dev.refill.gateway.json.StrictJson;

/**
 * What an event of Stripe's means to us. Only events of the API release that the SDK was made for are read: an object
 * of another release may say the same thing in other fields, or nothing at all.
 */
final class StripeEvents {

    private static final Set<String> KNOWN_TYPES = Arrays.stream(EnabledEvent.values())
            .map(EnabledEvent::getValue)
            .collect(Collectors.toUnmodifiableSet());

    private static final Events NOT_OURS = new Events(List.of());

    Translation translate(byte[] body) {
        var event = StrictJson.object(body);
        if (event == null || !"event".equals(StrictJson.text(event, "object"))) {
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, "not an event");
        }
        var type = StrictJson.text(event, "type");
        if (!KNOWN_TYPES.contains(type)) {
            return new NotUnderstood(Reason.UNKNOWN_TYPE, type);
        }
        var version = StrictJson.text(event, "api_version");
        if (!version.endsWith("." + Stripe.MAJOR_API_VERSION)) {
            return new NotUnderstood(Reason.NEWER_API_VERSION, version + " (expected: " + Stripe.API_VERSION + ")");
        }
        return understood(event, type);
    }

    /** Whatever is missing in an object or does not fit ends here: the event is kept and a person is told. */
    private static Translation understood(JsonNode event, String type) {
        var object = event.path("data").path("object");
        try {
            return switch (type) {
                case "refund.created", "refund.updated", "refund.failed" -> refund(event, read(object, Refund.class));
                case "charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated",
                        "charge.dispute.closed" ->
                    dispute(event, type, read(object, Dispute.class));
                default -> payment(event, type, object);
            };
        } catch (RuntimeException e) {
            return new NotUnderstood(Reason.UNREADABLE_OBJECT, type + ": " + reason(e));
        }
    }

    /** Only what we wrote ourselves is quoted: a reader's own message may repeat the object. */
    private static String reason(RuntimeException error) {
        return error instanceof StripeDisputes.UnknownVerdictException verdict
                ? verdict.status()
                : error.getClass().getSimpleName();
    }

    /**
     * Several of Stripe's events tell of one refund, and tell the same again when its bank's reference becomes known: the
     * fact is how it stands. Refunds made at Stripe carry no key of ours, and are our business all the same.
     */
    private static Events refund(JsonNode event, Refund refund) {
        return one(new RefundObserved(StripeGateway.ID, refund.getId() + ":refund:" + refund.getStatus(),
                occurredAt(event), key(Metadata.operationKey(refund.getMetadata())), null,
                payment(refund.getPaymentIntent(), refund.getCharge()), StripeRefunds.of(refund)));
    }

    /** A dispute has the bank for its author, and so no key of ours. */
    private static Events dispute(JsonNode event, String type, Dispute dispute) {
        var observation = switch (type) {
            case "charge.dispute.created" -> StripeDisputes.opened(dispute);
            case "charge.dispute.funds_withdrawn" -> StripeDisputes.withdrawn(dispute);
            case "charge.dispute.funds_reinstated" -> StripeDisputes.reinstated(dispute);
            default -> StripeDisputes.closed(dispute);
        };
        return one(new DisputeObserved(StripeGateway.ID, dispute.getId() + ":" + type, occurredAt(event),
                key(Metadata.operationKey(dispute.getMetadata())),
                payment(dispute.getPaymentIntent(), dispute.getCharge()), observation));
    }

    private static ProviderReference payment(@Nullable String intent, String charge) {
        return new ProviderReference(intent == null ? charge : intent);
    }

    private static @Nullable OperationKey key(String text) {
        return text.isEmpty() ? null : new OperationKey(text);
    }

    private static Events one(GatewayEvent event) {
        return new Events(List.of(event));
    }

    private static Instant occurredAt(JsonNode event) {
        return Instant.ofEpochSecond(event.path("created").longValue());
    }

    private static Translation payment(JsonNode event, String type, JsonNode object) {
        var observation = observation(type, object);
        return observation == null ? NOT_OURS : observed(event, type, observation);
    }

    private static @Nullable PaymentObservation observation(String type, JsonNode object) {
        return switch (type) {
            case "checkout.session.completed", "checkout.session.expired", "checkout.session.async_payment_succeeded" ->
                StripePayments.of(read(object, Session.class));
            case "checkout.session.async_payment_failed" -> failedLater(read(object, Session.class));
            case "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled",
                    "payment_intent.processing" ->
                StripePayments.of(read(object, PaymentIntent.class));
            case "payment_intent.requires_action" -> actionRequired(read(object, PaymentIntent.class));
            default -> null;
        };
    }

    private static <T> T read(JsonNode object, Class<T> type) {
        return ApiResource.GSON.fromJson(object.toString(), type);
    }

    /** The page is done with; a bank that pays later has refused. */
    private static Declined failedLater(Session session) {
        return new Declined(new ProviderReference(session.getId()), DeclineReason.REFUSED_BY_ISSUER,
                "async_payment_failed", false);
    }

    /** On a hosted page the authentication happens inside that page: for the order nothing has changed. */
    private static @Nullable PaymentObservation actionRequired(PaymentIntent intent) {
        return Metadata.isHostedPage(intent.getMetadata()) ? null : StripePayments.of(intent);
    }

    /** Every object of ours carries the operation key; one that does not belongs to another use of the account. */
    private static Translation observed(JsonNode event, String type, PaymentObservation observation) {
        var object = event.path("data").path("object");
        var key = StrictJson.text(object.path("metadata"), Metadata.OPERATION_KEY);
        return key.isEmpty()
                ? NOT_OURS
                : one(new PaymentObserved(StripeGateway.ID, dedupeKey(event, type, object), occurredAt(event),
                        new OperationKey(key), observation));
    }

    /**
     * Stripe may send two events for one fact, so the fact is named by its object and type. A card may be refused many
     * times on one object; its charges tell those facts apart.
     */
    private static String dedupeKey(JsonNode event, String type, JsonNode object) {
        var fact = StrictJson.text(object, "id") + ":" + type;
        return switch (type) {
            case "payment_intent.payment_failed", "payment_intent.processing", "payment_intent.requires_action" ->
                fact + ":" + object.path("latest_charge").stringValue(StrictJson.text(event, "id"));
            default -> fact;
        };
    }
}
