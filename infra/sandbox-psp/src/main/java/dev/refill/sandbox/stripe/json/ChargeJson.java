package dev.refill.sandbox.stripe.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Decline;

/** A Charge. */
final class ChargeJson {

    private ChargeJson() {}

    static void write(JsonGenerator json, Charge charge) {
        long captured = charge.captured() ? charge.amount() : 0;
        Decline decline = charge.decline();
        json.writeStartObject();
        json.writeStringProperty("id", charge.id());
        json.writeStringProperty("object", "charge");
        json.writeNumberProperty("amount", charge.amount());
        json.writeNumberProperty("amount_captured", captured);
        json.writeNumberProperty("amount_refunded", charge.refunded());
        Fields.nulls(json, "application", "application_fee", "application_fee_amount", "balance_transaction");
        CardJson.billing(json);
        json.writeStringProperty("calculated_statement_descriptor", "SANDBOX");
        json.writeBooleanProperty("captured", charge.captured());
        json.writeNumberProperty("created", charge.created());
        json.writeStringProperty("currency", charge.currency());
        json.writeNullProperty("customer");
        Fields.text(json, "description", charge.description());
        json.writeBooleanProperty("disputed", charge.disputed());
        json.writeNullProperty("failure_balance_transaction");
        Fields.text(json, "failure_code", decline == null ? null : decline.code());
        Fields.text(json, "failure_message", decline == null ? null : decline.message());
        Fields.empty(json, "fraud_details");
        json.writeBooleanProperty("livemode", false);
        Fields.metadata(json, charge.metadata());
        json.writeNullProperty("on_behalf_of");
        outcome(json, decline);
        json.writeBooleanProperty("paid", charge.captured());
        json.writeStringProperty("payment_intent", charge.paymentId());
        json.writeStringProperty("payment_method", charge.onCard().id());
        CardJson.details(json, charge.onCard().card());
        Fields.nulls(json, "receipt_email", "receipt_number", "receipt_url");
        json.writeBooleanProperty("refunded", charge.captured() && charge.left() == 0);
        Fields.nulls(json, "review", "shipping", "source", "source_transfer", "statement_descriptor",
                "statement_descriptor_suffix");
        json.writeStringProperty("status", charge.captured() ? "succeeded" : "failed");
        Fields.nulls(json, "transfer_data", "transfer_group");
        json.writeEndObject();
    }

    private static void outcome(JsonGenerator json, @Nullable Decline decline) {
        json.writeObjectPropertyStart("outcome");
        json.writeStringProperty("network_status", decline == null ? "approved_by_network" : "declined_by_network");
        Fields.text(json, "reason", decline == null ? null : reason(decline));
        json.writeStringProperty("risk_level", "normal");
        json.writeStringProperty("seller_message", decline == null
                ? "Payment complete."
                : "The bank did not return any further details with this decline.");
        json.writeStringProperty("type", decline == null ? "authorized" : "issuer_declined");
        json.writeEndObject();
    }

    private static String reason(Decline decline) {
        return decline.reason() == null ? decline.code() : decline.reason();
    }
}
