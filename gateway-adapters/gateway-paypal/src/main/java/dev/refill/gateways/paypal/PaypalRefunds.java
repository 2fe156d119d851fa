package dev.refill.gateways.paypal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.ProviderReference;
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

    /**
     * What it gives back. A refund names its capture by a link only.
     *
     * @throws IllegalArgumentException if it does not
     */
    static ProviderReference capture(JsonNode refund) {
        for (var link : refund.path("links")) {
            var id = idIn(StrictJson.text(link, "href"));
            if (StrictJson.text(link, "rel").equals("up") && id != null) {
                return new ProviderReference(id);
            }
        }
        throw new IllegalArgumentException("refund: without its capture");
    }

    private static @Nullable String idIn(String address) {
        var id = address.substring(address.lastIndexOf('/') + 1);
        return address.contains("/v2/payments/captures/") && PaypalPayments.isId(id) ? id : null;
    }

    /** PayPal seldom gives one. */
    private static String reason(JsonNode refund) {
        var reason = StrictJson.text(refund.path("status_details"), "reason");
        return reason.isBlank() ? PaypalPayments.status(refund) : reason;
    }
}
