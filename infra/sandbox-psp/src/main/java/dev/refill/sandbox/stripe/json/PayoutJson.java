package dev.refill.sandbox.stripe.json;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Payout;

/** A Payout. */
final class PayoutJson {

    private PayoutJson() {}

    /** @param now Unix seconds: it is under way until it arrives */
    static void write(JsonGenerator json, Payout payout, long now) {
        json.writeStartObject();
        json.writeStringProperty("id", payout.id());
        json.writeStringProperty("object", "payout");
        json.writeNumberProperty("amount", payout.amount());
        json.writeNumberProperty("arrival_date", payout.arrives());
        json.writeBooleanProperty("automatic", true);
        json.writeStringProperty("balance_transaction", payout.transactionId());
        json.writeNumberProperty("created", payout.created());
        json.writeStringProperty("currency", payout.currency());
        json.writeStringProperty("description", "STRIPE PAYOUT");
        Fields.nulls(json, "destination", "failure_balance_transaction", "failure_code", "failure_message");
        json.writeBooleanProperty("livemode", false);
        Fields.empty(json, "metadata");
        json.writeStringProperty("method", "standard");
        Fields.nulls(json, "original_payout");
        json.writeStringProperty("reconciliation_status", "completed");
        Fields.nulls(json, "reversed_by");
        json.writeStringProperty("source_type", "card");
        Fields.nulls(json, "statement_descriptor");
        json.writeStringProperty("status", now < payout.arrives() ? "in_transit" : "paid");
        json.writeStringProperty("type", "bank_account");
        json.writeEndObject();
    }
}
