package dev.refill.gateways.stripe;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.OperationKey;

/** What we write on every object at Stripe, so that any of them leads back to the charge. */
final class Metadata {

    static final String OPERATION_KEY = "operation_key";
    /** Whether a payment intent belongs to a hosted page, where another card may still pay. */
    static final String METHOD = "method";
    static final String HOSTED_PAGE = "hosted_page";
    static final String CARD_ON_FILE = "card_on_file";
    static final String REASON = "reason";

    private Metadata() {}

    static Map<String, String> of(OperationKey key, String method) {
        return Map.of(OPERATION_KEY, key.value(), METHOD, method);
    }

    /** Stripe's own reasons are a closed list; ours stands beside the key for those who look at the refund there. */
    static Map<String, String> ofRefund(OperationKey key, String reason) {
        return reason.isBlank()
                ? Map.of(OPERATION_KEY, key.value())
                : Map.of(OPERATION_KEY, key.value(), REASON, reason);
    }

    /** Empty for an object that is not ours. */
    static String operationKey(@Nullable Map<String, String> metadata) {
        return metadata == null ? "" : metadata.getOrDefault(OPERATION_KEY, "");
    }

    static boolean isHostedPage(@Nullable Map<String, String> metadata) {
        return metadata != null && HOSTED_PAGE.equals(metadata.get(METHOD));
    }
}
