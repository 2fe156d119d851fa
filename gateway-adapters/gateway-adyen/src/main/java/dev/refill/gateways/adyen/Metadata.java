package dev.refill.gateways.adyen;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.OperationKey;

/**
 * What we write on every payment and refund at Adyen, so that a notification leads back to it. The merchant reference is
 * part of what Adyen signs, so the key is in there, behind a word for what it is the key of: a refund that somebody makes
 * at Adyen repeats its payment's reference.
 */
final class Metadata {

    /** Adyen takes no longer idempotency key; with our word before it, it fits a reference, which may have 80. */
    static final int LONGEST_KEY = 64;

    private static final String PAYMENT = "payment.";
    private static final String REFUND = "refund.";
    /** Whether a payment belongs to a hosted page, where another card may still pay. */
    private static final String METHOD = "method";
    private static final String HOSTED_PAGE = "hosted_page";

    private Metadata() {}

    static String ofPayment(OperationKey key) {
        return PAYMENT + sendable(key);
    }

    static String ofRefund(OperationKey key) {
        return REFUND + sendable(key);
    }

    static Map<String, String> ofHostedPage() {
        return Map.of(METHOD, HOSTED_PAGE);
    }

    /** @return the payment's key, {@code null} if the reference is not one that we gave a payment */
    static @Nullable OperationKey paymentKey(String merchantReference) {
        return key(PAYMENT, merchantReference);
    }

    /** @return the refund's key, {@code null} if the reference is not one that we gave a refund */
    static @Nullable OperationKey refundKey(String merchantReference) {
        return key(REFUND, merchantReference);
    }

    /** Adyen repeats a payment's metadata in the additional data of its notifications. */
    static boolean isHostedPage(NotificationItem item) {
        return HOSTED_PAGE.equals(item.additional("metadata." + METHOD));
    }

    private static String sendable(OperationKey key) {
        if (key.value().length() > LONGEST_KEY) {
            throw new UnsendableException(
                    "operation key: " + key.value().length() + " characters (expected: at most " + LONGEST_KEY + ")");
        }
        return key.value();
    }

    private static @Nullable OperationKey key(String prefix, String merchantReference) {
        var key = merchantReference.startsWith(prefix) ? merchantReference.substring(prefix.length()) : "";
        return key.matches("[A-Za-z0-9_:.-]{1," + LONGEST_KEY + "}") ? new OperationKey(key) : null;
    }
}
