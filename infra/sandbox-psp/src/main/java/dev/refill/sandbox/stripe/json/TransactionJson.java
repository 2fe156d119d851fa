package dev.refill.sandbox.stripe.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.BalanceMovement;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Settled;
import dev.refill.sandbox.stripe.wire.Body;

/** A BalanceTransaction. */
final class TransactionJson {

    private TransactionJson() {}

    /** @param source what moved the balance, in full; null for its id alone */
    static void write(JsonGenerator json, Settled moved, @Nullable Body source) {
        begin(json, moved);
        if (source == null) {
            json.writeStringProperty("source", moved.source());
        } else {
            json.writeName("source");
            source.write(json);
        }
        end(json, moved);
    }

    /** As it stands in its dispute. */
    static void write(JsonGenerator json, Dispute dispute, BalanceMovement movement, int sign, String category) {
        write(json, new Settled(movement.id(), category, sign * movement.amount(), movement.fee(), dispute.currency(),
                dispute.id(), "", movement.created()), null);
    }

    private static void begin(JsonGenerator json, Settled moved) {
        json.writeStartObject();
        json.writeStringProperty("id", moved.id());
        json.writeStringProperty("object", "balance_transaction");
        json.writeNumberProperty("amount", moved.amount());
        json.writeNumberProperty("available_on", moved.created());
        json.writeNumberProperty("created", moved.created());
        json.writeStringProperty("currency", moved.currency());
        json.writeStringProperty("description", description(moved));
        json.writeNullProperty("exchange_rate");
        json.writeNumberProperty("fee", moved.fee());
        json.writeArrayPropertyStart("fee_details");
        if (moved.fee() > 0) {
            fee(json, moved);
        }
        json.writeEndArray();
        json.writeNumberProperty("net", moved.net());
        json.writeStringProperty("reporting_category", moved.category());
    }

    private static void end(JsonGenerator json, Settled moved) {
        json.writeStringProperty("status", "available");
        json.writeStringProperty("type", moved.category().startsWith("dispute") ? "adjustment" : moved.category());
        json.writeEndObject();
    }

    private static String description(Settled moved) {
        return switch (moved.category()) {
            case "dispute" -> "Chargeback withdrawal for " + moved.source();
            case "dispute_reversal" -> "Chargeback reversal for " + moved.source();
            case "refund" -> "REFUND FOR CHARGE";
            case "refund_failure" -> "REFUND FAILURE";
            case "payout" -> "STRIPE PAYOUT";
            default -> "Recharge";
        };
    }

    private static void fee(JsonGenerator json, Settled moved) {
        json.writeStartObject();
        json.writeNumberProperty("amount", moved.fee());
        json.writeNullProperty("application");
        json.writeStringProperty("currency", moved.currency());
        json.writeStringProperty("description",
                moved.category().equals("dispute") ? "Dispute fee" : "Stripe processing fees");
        json.writeStringProperty("type", "stripe_fee");
        json.writeEndObject();
    }
}
