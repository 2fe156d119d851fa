package dev.refill.sandbox.web;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * A customer tells the bank.
 *
 * @param payment the payment's id
 * @param amount minor units; absent is all that is left of it
 * @param reason Stripe's word; absent is {@code fraudulent}
 */
record Complaint(String payment, @Nullable Long amount, @Nullable String reason) {

    Complaint {
        requireNonNull(payment, "payment: absent (expected: pi_…)");
    }
}
