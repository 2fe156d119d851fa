package dev.refill.sandbox.core;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One attempt on one card.
 *
 * @param amount minor units
 * @param decline absent when the money was captured
 */
public record Charge(String id, String paymentId, long amount, String currency, CardOnFile method,
        @Nullable Decline decline, Map<String, String> metadata, @Nullable String description,
        long created) implements Subject {

    public boolean captured() {
        return decline == null;
    }
}
