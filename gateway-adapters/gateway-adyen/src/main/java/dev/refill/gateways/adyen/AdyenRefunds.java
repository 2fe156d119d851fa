package dev.refill.gateways.adyen;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;
import dev.refill.gateway.json.StrictJson;

/**
 * What Adyen says about refunds, in our words. A failed one has a sentence for a reason, of which there is no list: what
 * kind of failure it was is told by the kind of notification, and the sentence is kept.
 */
final class AdyenRefunds {

    private static final String UNSPECIFIED = "unspecified";

    private AdyenRefunds() {}

    /** The answer to a refund; that it was received is all that Adyen ever answers. */
    static RefundPending accepted(JsonNode refund) {
        if (!"received".equals(StrictJson.text(refund, "status"))) {
            throw new IllegalArgumentException("refund: not received");
        }
        return new RefundPending(AdyenPayments.reference(refund, "pspReference"));
    }

    static RefundSucceeded succeeded(NotificationItem item) {
        return new RefundSucceeded(reference(item), item.money());
    }

    /** Adyen itself did not carry it out, as when more was asked for than is left of the payment. */
    static RefundFailed notCarriedOut(NotificationItem item) {
        return new RefundFailed(reference(item), RefundFailureReason.OTHER, reason(item));
    }

    /** The scheme or the bank did not take it, or sent the money back. */
    static RefundFailed sentBack(NotificationItem item) {
        return new RefundFailed(reference(item), RefundFailureReason.REFUSED_BY_BANK, reason(item));
    }

    private static ProviderReference reference(NotificationItem item) {
        return new ProviderReference(item.pspReference());
    }

    private static String reason(NotificationItem item) {
        return item.reason().isBlank() ? UNSPECIFIED : item.reason();
    }
}
