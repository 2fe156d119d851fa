package dev.refill.sandbox.core;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Money asked for, and what became of it.
 *
 * @param amount minor units
 * @param redirects whether payment methods that send the customer elsewhere were allowed
 * @param method the card chosen; absent before that, and where there are no cards
 * @param charge the latest attempt
 * @param decline why the latest attempt failed; forgotten when a new one begins
 * @param cancelled Unix seconds, 0 while not cancelled
 * @param savesCard whether its card is kept for later payments, once it is captured
 */
public record Payment(String id, String secret, long amount, String currency, Map<String, String> metadata,
        @Nullable String description, @Nullable String receiptEmail, boolean redirects, PaymentStatus status,
        @Nullable CardOnFile method, @Nullable Charge charge, @Nullable Decline decline, @Nullable String returnUrl,
        @Nullable String cancellationReason, long cancelled, long created, boolean savesCard)
        implements
            Subject {

    /** One whose card is not kept. */
    public Payment(String id, String secret, long amount, String currency, Map<String, String> metadata,
            @Nullable String description, @Nullable String receiptEmail, boolean redirects, PaymentStatus status,
            @Nullable CardOnFile method, @Nullable Charge charge, @Nullable Decline decline, @Nullable String returnUrl,
            @Nullable String cancellationReason, long cancelled, long created) {
        this(id, secret, amount, currency, metadata, description, receiptEmail, redirects, status, method, charge,
                decline,
                returnUrl, cancellationReason, cancelled, created, false);
    }

    public long captured() {
        return status == PaymentStatus.CAPTURED ? amount : 0;
    }

    public Payment withMethod(CardOnFile chosen, @Nullable String comeBackTo) {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects,
                PaymentStatus.AWAITING_CONFIRMATION, chosen, charge, null,
                comeBackTo == null ? returnUrl : comeBackTo, cancellationReason, cancelled, created, savesCard);
    }

    public Payment awaitingCustomer() {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects,
                PaymentStatus.AWAITING_CUSTOMER, method, charge, null, returnUrl, cancellationReason, cancelled,
                created, savesCard);
    }

    public Payment capturedBy(Charge attempt) {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects,
                PaymentStatus.CAPTURED, method, attempt, null, returnUrl, cancellationReason, cancelled, created,
                savesCard);
    }

    /** Open for another card. */
    public Payment declined(@Nullable Charge attempt, Decline why) {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects,
                PaymentStatus.AWAITING_METHOD, null, attempt == null ? charge : attempt, why, returnUrl,
                cancellationReason, cancelled, created, savesCard);
    }

    /** The same payment after something happened to its charge. */
    public Payment withCharge(Charge now) {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects, status, method,
                now, decline, returnUrl, cancellationReason, cancelled, created, savesCard);
    }

    public Payment cancelled(@Nullable String reason, long at) {
        return new Payment(id, secret, amount, currency, metadata, description, receiptEmail, redirects,
                PaymentStatus.CANCELLED, method, charge, decline, returnUrl, reason, at, created, savesCard);
    }
}
