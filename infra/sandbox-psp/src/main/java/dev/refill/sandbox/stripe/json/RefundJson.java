package dev.refill.sandbox.stripe.json;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.RefundStatus;

/** A Refund. */
final class RefundJson {

    private RefundJson() {}

    static void write(JsonGenerator json, Refund refund) {
        json.writeStartObject();
        json.writeStringProperty("id", refund.id());
        json.writeStringProperty("object", "refund");
        json.writeNumberProperty("amount", refund.amount());
        json.writeNullProperty("balance_transaction");
        json.writeStringProperty("charge", refund.chargeId());
        json.writeNumberProperty("created", refund.created());
        json.writeStringProperty("currency", refund.currency());
        destination(json);
        if (refund.failure() != null) {
            json.writeStringProperty("failure_reason", refund.failure());
        }
        Fields.metadata(json, refund.metadata());
        json.writeStringProperty("payment_intent", refund.paymentId());
        if (refund.status() == RefundStatus.PENDING) {
            json.writeStringProperty("pending_reason", "processing");
        }
        Fields.text(json, "reason", refund.reason());
        Fields.nulls(json, "receipt_number", "source_transfer_reversal");
        json.writeStringProperty("status", status(refund.status()));
        json.writeNullProperty("transfer_reversal");
        json.writeEndObject();
    }

    static String status(RefundStatus status) {
        return switch (status) {
            case PENDING -> "pending";
            case SUCCEEDED -> "succeeded";
            case FAILED -> "failed";
        };
    }

    private static void destination(JsonGenerator json) {
        json.writeObjectPropertyStart("destination_details");
        json.writeObjectPropertyStart("card");
        json.writeStringProperty("reference_status", "pending");
        json.writeStringProperty("reference_type", "acquirer_reference_number");
        json.writeStringProperty("type", "refund");
        json.writeEndObject();
        json.writeStringProperty("type", "card");
        json.writeEndObject();
    }
}
