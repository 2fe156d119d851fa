package dev.refill.gateways.paypal;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Closed;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RequiresAction;
import dev.refill.gateway.json.StrictJson;

/**
 * What PayPal's orders and captures say, in our words. An unpaid payment goes by its order's id, one that brought money by
 * its capture's, as captures are what is refunded and disputed. What does not fit throws: the answer is unreadable then.
 */
final class PaypalPayments {

    private static final Set<String> FAILED = Set.of("DECLINED", "FAILED");
    private static final Set<String> TO_AGREE = Set.of("approve", "payer-action");

    private PaypalPayments() {}

    static Map<String, ?> amount(Money money) {
        return Map.of("value", PaypalAmounts.toPaypal(money), "currency_code", money.currency().getCurrencyCode());
    }

    static Money money(JsonNode amount) {
        return PaypalAmounts.fromPaypal(StrictJson.text(amount, "value"), StrictJson.text(amount, "currency_code"));
    }

    static ProviderReference reference(JsonNode object) {
        var id = StrictJson.text(object, "id");
        if (!isId(id)) {
            throw new IllegalArgumentException("object: without an id");
        }
        return new ProviderReference(id);
    }

    /** Ids travel into paths. */
    static boolean isId(String text) {
        return text.matches("[0-9A-Za-z-]{1,64}");
    }

    /** The payer has agreed and nothing was captured: ours to do. */
    static boolean isToBeCaptured(JsonNode order) {
        return status(order).equals("APPROVED") && captureOf(order) == null && !Metadata.isClosed(order);
    }

    /** A capture tells what became of the money; without one the order does. */
    static PaymentObservation ofOrder(JsonNode order) {
        var capture = captureOf(order);
        return capture == null ? ofUncaptured(order) : ofCapture(capture, reference(order));
    }

    /**
     * The capture of an order's, {@code null} if there is none: one that has brought or may bring money, or else, of an order
     * that is done, one that came to nothing.
     */
    static @Nullable JsonNode captureOf(JsonNode order) {
        JsonNode failed = null;
        for (var capture : captures(order)) {
            if (!FAILED.contains(status(capture))) {
                return capture;
            }
            failed = capture;
        }
        return status(order).equals("COMPLETED") ? failed : null;
    }

    /** The id of a capture's order; {@code null} if the capture does not tell. */
    static @Nullable String orderOf(JsonNode capture) {
        var order = StrictJson.text(capture.path("supplementary_data").path("related_ids"), "order_id");
        return isId(order) ? order : null;
    }

    /**
     * A capture as it comes in a webhook or is read by its own id.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PaymentObservation ofCapture(JsonNode capture) {
        var order = orderOf(capture);
        return ofCapture(capture, order == null ? reference(capture) : new ProviderReference(order));
    }

    /** A capture that is given back was one; refunds and disputes are told by themselves. */
    private static PaymentObservation ofCapture(JsonNode capture, ProviderReference order) {
        return switch (status(capture)) {
            case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED" ->
                new Approved(reference(capture), money(capture.path("amount")));
            case "DECLINED", "FAILED" -> declined(capture, order);
            default -> new Pending(order);
        };
    }

    /** A status that PayPal added later is one that it works on. */
    private static PaymentObservation ofUncaptured(JsonNode order) {
        var reference = reference(order);
        return switch (status(order)) {
            case "CREATED", "SAVED", "PAYER_ACTION_REQUIRED" ->
                Metadata.isClosed(order) ? new Closed(reference) : new RequiresAction(reference, page(order));
            case "APPROVED" -> Metadata.isClosed(order) ? new Closed(reference) : new Pending(reference);
            case "VOIDED" -> new Closed(reference);
            default -> new Pending(reference);
        };
    }

    /** PayPal completes an order with what became of its capture, so no other way to pay may follow on the same one. */
    private static Declined declined(JsonNode capture, ProviderReference order) {
        var code = PaypalDeclines.codeOf(capture);
        return new Declined(order, PaypalDeclines.reason(code), code, false);
    }

    static String status(JsonNode object) {
        var status = StrictJson.text(object, "status");
        if (!status.matches("[0-9A-Z_]{1,64}")) {
            throw new IllegalArgumentException("object: without a status");
        }
        return status;
    }

    private static JsonNode captures(JsonNode order) {
        return order.path("purchase_units").path(0).path("payments").path("captures");
    }

    private static URI page(JsonNode order) {
        for (var link : order.path("links")) {
            var address = StrictJson.text(link, "href");
            if (TO_AGREE.contains(StrictJson.text(link, "rel")) && address.startsWith("https://")) {
                return URI.create(address);
            }
        }
        throw new IllegalArgumentException("order: without a page to agree on");
    }
}
