package dev.refill.sandbox.core;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * The only ways in which the books change, and the lines of the journal. What refers to a subject means the subject as
 * it stands at that line, so that a journal holds each state once.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({@JsonSubTypes.Type(value = Change.PaymentStands.class, name = "payment"),
        @JsonSubTypes.Type(value = Change.CheckoutStands.class, name = "checkout"),
        @JsonSubTypes.Type(value = Change.RefundStands.class, name = "refund"),
        @JsonSubTypes.Type(value = Change.DisputeStands.class, name = "dispute"),
        @JsonSubTypes.Type(value = Change.BalanceSettled.class, name = "settled"),
        @JsonSubTypes.Type(value = Change.PaidOut.class, name = "payout"),
        @JsonSubTypes.Type(value = Change.CardKept.class, name = "card"),
        @JsonSubTypes.Type(value = Change.CustomerGone.class, name = "customer_gone"),
        @JsonSubTypes.Type(value = Change.EndpointStands.class, name = "endpoint"),
        @JsonSubTypes.Type(value = Change.EndpointGone.class, name = "endpoint_gone"),
        @JsonSubTypes.Type(value = Change.Happened.class, name = "event"),
        @JsonSubTypes.Type(value = Change.Answered.class, name = "answer"),
        @JsonSubTypes.Type(value = Change.Sent.class, name = "sent")})
public sealed interface Change {

    record PaymentStands(Payment payment) implements Change {}

    record CheckoutStands(Checkout checkout) implements Change {}

    record RefundStands(Refund refund) implements Change {}

    record DisputeStands(Dispute dispute) implements Change {}

    record BalanceSettled(Settled settled) implements Change {}

    record PaidOut(Payout payout) implements Change {}

    /** A card may be charged again, for its customer. */
    record CardKept(CardOnFile card) implements Change {}

    /** Whatever was kept for a customer is forgotten. */
    record CustomerGone(String customer) implements Change {}

    record EndpointStands(Endpoint endpoint) implements Change {}

    record EndpointGone(String id) implements Change {}

    record Happened(String id, String type, String subjectId, @Nullable String requestId,
            @Nullable String idempotencyKey, List<String> endpoints, long created) implements Change {}

    record Answered(String key, String fingerprint, String target, String requestId, int status,
            @Nullable String subjectId, List<String> expanded, long at) implements Change {}

    /** An event has reached an endpoint, or was given up. */
    record Sent(String eventId, String endpointId) implements Change {}
}
