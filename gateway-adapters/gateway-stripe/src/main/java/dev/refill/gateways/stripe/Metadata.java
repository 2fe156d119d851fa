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

    private Metadata() {}

    static Map<String, String> of(OperationKey key, String method) {
        return Map.of(OPERATION_KEY, key.value(), METHOD, method);
    }

    static boolean isHostedPage(@Nullable Map<String, String> metadata) {
        return metadata != null && HOSTED_PAGE.equals(metadata.get(METHOD));
    }
}
