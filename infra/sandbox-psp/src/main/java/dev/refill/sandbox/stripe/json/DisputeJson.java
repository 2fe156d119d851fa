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
        movement(json, dispute, dispute.withdrawal(), -1, "dispute", "Chargeback withdrawal for ");
        BalanceMovement back = dispute.reinstatement();
        if (back != null) {
            movement(json, dispute, back, 1, "dispute_reversal", "Chargeback reversal for ");
        }
        json.writeEndArray();
    }

    private static void movement(JsonGenerator json, Dispute dispute, BalanceMovement movement, int sign,
            String category, String description) {
        json.writeStartObject();
        json.writeStringProperty("id", movement.id());
        json.writeStringProperty("object", "balance_transaction");
        json.writeNumberProperty("amount", sign * movement.amount());
        json.writeNumberProperty("available_on", movement.created());
        json.writeNumberProperty("created", movement.created());
        json.writeStringProperty("currency", dispute.currency());
        json.writeStringProperty("description", description + dispute.chargeId());
        json.writeNullProperty("exchange_rate");
        json.writeNumberProperty("fee", movement.fee());
        json.writeArrayPropertyStart("fee_details");
        if (movement.fee() > 0) {
            fee(json, dispute, movement);
        }
        json.writeEndArray();
        json.writeNumberProperty("net", sign * movement.amount() - movement.fee());
        json.writeStringProperty("reporting_category", category);
        json.writeStringProperty("source", dispute.id());
        json.writeStringProperty("status", "available");
        json.writeStringProperty("type", "adjustment");
        json.writeEndObject();
    }

    private static void fee(JsonGenerator json, Dispute dispute, BalanceMovement movement) {
        json.writeStartObject();
        json.writeNumberProperty("amount", movement.fee());
        json.writeNullProperty("application");
        json.writeStringProperty("currency", dispute.currency());
        json.writeStringProperty("description", "Dispute fee");
        json.writeStringProperty("type", "stripe_fee");
        json.writeEndObject();
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
