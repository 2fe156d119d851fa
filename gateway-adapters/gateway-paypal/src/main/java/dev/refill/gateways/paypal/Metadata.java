package dev.refill.gateways.paypal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.json.StrictJson;

/**
 * What we write on every order and refund at PayPal, as its {@code custom_id}, so that what PayPal tells leads back to it.
 * PayPal copies an order's to its captures, to the disputes about them and to refunds that are made on its site. The key stands
 * behind a word for what it is the key of, and whether the order was closed by us: PayPal itself has no way to close one.
 */
final class Metadata {

    /** A request id has 108 characters at most, and a custom id 127. */
    static final int LONGEST_KEY = 100;

    private static final String PAYMENT = "payment.";
    private static final String CLOSED = "closed.";
    private static final String REFUND = "refund.";

    private Metadata() {}

    static String ofPayment(OperationKey key) {
        return PAYMENT + sendable(key);
    }

    static String ofClosedPayment(OperationKey key) {
        return CLOSED + sendable(key);
    }

    static String ofRefund(OperationKey key) {
        return REFUND + sendable(key);
    }

    /** @return the payment's key, {@code null} if it is not one that we wrote on an order */
    static @Nullable OperationKey paymentKey(String customId) {
        var key = key(PAYMENT, customId);
        return key == null ? key(CLOSED, customId) : key;
    }

    /** @return the refund's key, {@code null} if it is not one that we wrote on a refund */
    static @Nullable OperationKey refundKey(String customId) {
        return key(REFUND, customId);
    }

    /** What stands on an order of ours, which has one purchase unit; empty if nothing does. */
    static String customId(JsonNode order) {
        return StrictJson.text(order.path("purchase_units").path(0), "custom_id");
    }

    /** Whether we have closed the order: then it is never captured. */
    static boolean isClosed(JsonNode order) {
        return customId(order).startsWith(CLOSED);
    }

    private static String sendable(OperationKey key) {
        if (key.value().length() > LONGEST_KEY) {
            throw new UnsendableException(
                    "operation key: " + key.value().length() + " characters (expected: at most " + LONGEST_KEY + ")");
        }
        return key.value();
    }

    private static @Nullable OperationKey key(String prefix, String customId) {
        var key = customId.startsWith(prefix) ? customId.substring(prefix.length()) : "";
        return key.matches("[A-Za-z0-9_:.-]{1," + LONGEST_KEY + "}") ? new OperationKey(key) : null;
    }
}
