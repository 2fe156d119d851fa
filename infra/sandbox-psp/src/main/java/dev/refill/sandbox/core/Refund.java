package dev.refill.sandbox.core;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Money that goes back.
 *
 * @param amount minor units
 * @param failure the provider's word, absent unless it failed
 * @param then what becomes of it by itself; absent when nothing does
 * @param due when it does, Unix seconds; 0 when nothing does
 */
public record Refund(String id, String chargeId, String paymentId, long amount, String currency, RefundStatus status,
        @Nullable String failure, @Nullable RefundStatus then, long due, @Nullable String reason,
        Map<String, String> metadata, long created) implements Subject {

    public Refund ended(RefundStatus as, @Nullable String why) {
        return new Refund(id, chargeId, paymentId, amount, currency, as, why, null, 0, reason, metadata, created);
    }
}
