package dev.refill.sandbox.stripe.json;

import java.util.List;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.BalanceMovement;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.DisputeStatus;

/** A Dispute. */
final class DisputeJson {

    private static final long SECONDS_TO_ANSWER = 7 * 86_400L;

    private DisputeJson() {}

    static void write(JsonGenerator json, Dispute dispute) {
        json.writeStartObject();
        json.writeStringProperty("id", dispute.id());
        json.writeStringProperty("object", "dispute");
        json.writeNumberProperty("amount", dispute.amount());
        movements(json, dispute);
        json.writeStringProperty("charge", dispute.chargeId());
        json.writeNumberProperty("created", dispute.created());
        json.writeStringProperty("currency", dispute.currency());
        Fields.texts(json, "enhanced_eligibility_types", List.of());
        Fields.empty(json, "evidence");
        deadline(json, dispute);
        json.writeBooleanProperty("is_charge_refundable", false);
        json.writeBooleanProperty("livemode", false);
        Fields.empty(json, "metadata");
        json.writeStringProperty("payment_intent", dispute.paymentId());
        method(json, dispute);
        json.writeStringProperty("reason", dispute.reason());
        json.writeStringProperty("status", status(dispute.status()));
        json.writeEndObject();
    }

    static String status(DisputeStatus status) {
        return switch (status) {
            case OPEN -> "needs_response";
            case WON -> "won";
            case LOST -> "lost";
        };
    }

    private static void movements(JsonGenerator json, Dispute dispute) {
        json.writeArrayPropertyStart("balance_transactions");
        TransactionJson.write(json, dispute, dispute.withdrawal(), -1, "dispute");
        BalanceMovement back = dispute.reinstatement();
        if (back != null) {
            TransactionJson.write(json, dispute, back, 1, "dispute_reversal");
        }
        json.writeEndArray();
    }

    private static void deadline(JsonGenerator json, Dispute dispute) {
        json.writeObjectPropertyStart("evidence_details");
        json.writeNumberProperty("due_by", dispute.created() + SECONDS_TO_ANSWER);
        Fields.empty(json, "enhanced_eligibility");
        json.writeBooleanProperty("has_evidence", false);
        json.writeBooleanProperty("past_due", false);
        json.writeNumberProperty("submission_count", 0);
        json.writeEndObject();
    }

    private static void method(JsonGenerator json, Dispute dispute) {
        json.writeObjectPropertyStart("payment_method_details");
        json.writeObjectPropertyStart("card");
        json.writeStringProperty("brand", dispute.card().brand());
        json.writeStringProperty("case_type", "chargeback");
        json.writeNullProperty("network_reason_code");
        json.writeEndObject();
        json.writeStringProperty("type", "card");
        json.writeEndObject();
    }
}
