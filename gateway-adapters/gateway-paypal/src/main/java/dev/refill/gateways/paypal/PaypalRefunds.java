package dev.refill.gateways.paypal;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.json.StrictJson;

/** What PayPal's refunds say, in our words; the same object comes in answers, in orders and in webhooks. */
final class PaypalRefunds {

    private PaypalRefunds() {}

    /**
     * A status that PayPal added later is one that it works on.
     *
     * @throws IllegalArgumentException if it is no refund
     */
    static RefundObservation of(JsonNode refund) {
        var reference = PaypalPayments.reference(refund);
        return switch (PaypalPayments.status(refund)) {
            case "COMPLETED" -> new RefundSucceeded(reference, PaypalPayments.money(refund.path("amount")));
            case "FAILED" -> new RefundFailed(reference, RefundFailureReason.OTHER, reason(refund));
            case "CANCELLED" -> new RefundFailed(reference, RefundFailureReason.CANCELLED, reason(refund));
            default -> new RefundPending(reference);
        };
    }

    /** PayPal seldom gives one. */
    private static String reason(JsonNode refund) {
        var reason = StrictJson.text(refund.path("status_details"), "reason");
        return reason.isBlank() ? PaypalPayments.status(refund) : reason;
    }
}
