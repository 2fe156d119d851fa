package dev.refill.gateways.paypal;

import java.net.URI;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Closed;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.json.StrictJson;

/** What PayPal's orders say, in our words. What does not fit throws: the answer is unreadable then. */
final class PaypalOrders {

    private static final Set<String> TO_AGREE = Set.of("approve", "payer-action");

    private final PaypalSite site;

    PaypalOrders(PaypalSite site) {
        this.site = site;
    }

    /** A capture tells what became of the money; without one the order does. */
    PaymentObservation observed(JsonNode order) {
        var capture = captureOf(order);
        return capture == null
                ? uncaptured(order)
                : PaypalPayments.ofCapture(capture, PaypalPayments.reference(order));
    }

    /** A status that PayPal added later is one that it works on. */
    private PaymentObservation uncaptured(JsonNode order) {
        var reference = PaypalPayments.reference(order);
        return switch (PaypalPayments.status(order)) {
            case "CREATED", "SAVED", "PAYER_ACTION_REQUIRED" ->
                Metadata.isClosed(order) ? new Closed(reference) : new RequiresAction(reference, page(order));
            case "APPROVED" -> Metadata.isClosed(order) ? new Closed(reference) : new Pending(reference);
            case "VOIDED" -> new Closed(reference);
            default -> new Pending(reference);
        };
    }

    private URI page(JsonNode order) {
        for (var link : order.path("links")) {
            var address = StrictJson.text(link, "href");
            if (TO_AGREE.contains(StrictJson.text(link, "rel")) && site.isPage(address)) {
                return URI.create(address);
            }
        }
        throw new IllegalArgumentException("order: without a page to agree on");
    }

    /** The payer has agreed and nothing was captured: ours to do. */
    static boolean isToBeCaptured(JsonNode order) {
        return PaypalPayments.status(order).equals("APPROVED") && captureOf(order) == null
                && !Metadata.isClosed(order);
    }

    /**
     * The capture of an order's, {@code null} if there is none: one that has brought or may bring money, or else, of an order
     * that is done, one that came to nothing.
     */
    static @Nullable JsonNode captureOf(JsonNode order) {
        JsonNode failed = null;
        for (var capture : captures(order)) {
            if (!PaypalPayments.hasFailed(capture)) {
                return capture;
            }
            failed = capture;
        }
        return PaypalPayments.status(order).equals("COMPLETED") ? failed : null;
    }

    private static JsonNode captures(JsonNode order) {
        return order.path("purchase_units").path(0).path("payments").path("captures");
    }
}
