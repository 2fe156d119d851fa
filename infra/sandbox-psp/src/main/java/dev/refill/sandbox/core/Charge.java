package dev.refill.sandbox.core;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to take a payment.
 *
 * @param amount minor units
 * @param method the card that was tried; absent where the provider takes the money from an account it keeps itself
 * @param decline absent when the money was captured
 * @param refunded minor units that went back, those on their way included
 * @param disputed whether a bank ever wanted it back
 */
public record Charge(String id, String paymentId, long amount, String currency, @Nullable CardOnFile method,
        @Nullable Decline decline, Map<String, String> metadata, @Nullable String description,
        long refunded, boolean disputed, long created) implements Subject {

    /** @throws IllegalStateException when it was tried on something else */
    public CardOnFile onCard() {
        if (method == null) {
            throw new IllegalStateException("charge: " + id + " (expected: one on a card)");
        }
        return method;
    }

    public boolean captured() {
        return decline == null;
    }

    /** What can still be given back. */
    public long left() {
        return captured() ? amount - refunded : 0;
    }

    /** @param more minor units, negative for a refund that failed */
    public Charge plusRefunded(long more) {
        return new Charge(id, paymentId, amount, currency, method, decline, metadata, description, refunded + more,
                disputed, created);
    }

    public Charge withDispute() {
        return new Charge(id, paymentId, amount, currency, method, decline, metadata, description, refunded, true,
                created);
    }
}
