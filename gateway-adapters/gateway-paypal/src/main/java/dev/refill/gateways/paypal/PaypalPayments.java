package dev.refill.gateways.paypal;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Approved;
import dev.refill.gateway.Declined;
import dev.refill.gateway.Money;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/**
 * What PayPal's captures say, in our words. An unpaid payment goes by its order's id, one that brought money by its capture's,
 * as captures are what is refunded and disputed. What does not fit throws: the answer is unreadable then.
 */
final class PaypalPayments {

    private static final Set<String> FAILED = Set.of("DECLINED", "FAILED");

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
    static PaymentObservation ofCapture(JsonNode capture, ProviderReference order) {
        return switch (status(capture)) {
            case "COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED" ->
                new Approved(reference(capture), money(capture.path("amount")));
            case "DECLINED", "FAILED" -> declined(capture, order);
            default -> new Pending(order);
        };
    }

    static boolean hasFailed(JsonNode capture) {
        return FAILED.contains(status(capture));
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
}
