package dev.refill.gateway;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One charge to carry out.
 *
 * @param operationKey the same on every try; also written into the provider's metadata, so that the payment is found
 *        again when the key has expired there
 * @param amount what the customer pays, more than zero
 * @param method how the customer pays
 * @param description what the customer reads on the payment page, at most 200 characters
 * @param payableUntil when an unpaid hosted page closes; {@code null}: the provider's own limit, which also bounds
 *        it (Stripe: 30 minutes to 24 hours from the first try). The same on every try of one operation key
 */
public record ChargeCommand(OperationKey operationKey, Money amount, PaymentMethod method, String description,
        @Nullable Instant payableUntil) {

    public ChargeCommand {
        if (amount.minor() == 0) {
            throw new IllegalArgumentException("amount: 0 (expected: more than zero)");
        }
        if (description.length() > 200) {
            throw new IllegalArgumentException(
                    "description: " + description.length() + " characters (expected: at most 200)");
        }
    }
}
