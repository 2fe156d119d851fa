package dev.refill.sandbox.core;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a customer is asked for one purchase, for as long as it is open: on a hosted page, or on a phone.
 *
 * @param amount minor units, the sum of the lines if there are any
 * @param paymentMetadata what the payment will carry; on a page the payment is made when the first card is tried
 * @param expires Unix seconds
 * @param savesCard whether the card that pays is kept for later payments
 */
public record Checkout(String id, long amount, String currency, List<LineItem> lines, @Nullable String successUrl,
        @Nullable String cancelUrl, @Nullable String clientReference, @Nullable String customerEmail,
        Map<String, String> metadata, Map<String, String> paymentMetadata, @Nullable String paymentDescription,
        CheckoutStatus status, @Nullable String paymentId, long expires, long created, boolean savesCard)
        implements
            Subject {

    /** One whose card is not kept. */
    public Checkout(String id, long amount, String currency, List<LineItem> lines, @Nullable String successUrl,
            @Nullable String cancelUrl, @Nullable String clientReference, @Nullable String customerEmail,
            Map<String, String> metadata, Map<String, String> paymentMetadata, @Nullable String paymentDescription,
            CheckoutStatus status, @Nullable String paymentId, long expires, long created) {
        this(id, amount, currency, lines, successUrl, cancelUrl, clientReference, customerEmail, metadata,
                paymentMetadata,
                paymentDescription, status, paymentId, expires, created, false);
    }

    /** A draft that now has its identity and its time. */
    public Checkout opened(String as, List<LineItem> named, long until, long at) {
        return new Checkout(as, amount, currency, named, successUrl, cancelUrl, clientReference, customerEmail,
                metadata, paymentMetadata, paymentDescription, status, paymentId, until, at, savesCard);
    }

    public Checkout withPayment(String madeFor) {
        return new Checkout(id, amount, currency, lines, successUrl, cancelUrl, clientReference, customerEmail,
                metadata, paymentMetadata, paymentDescription, status, madeFor, expires, created, savesCard);
    }

    public Checkout withMetadata(Map<String, String> other) {
        return new Checkout(id, amount, currency, lines, successUrl, cancelUrl, clientReference, customerEmail,
                other, paymentMetadata, paymentDescription, status, paymentId, expires, created, savesCard);
    }

    public Checkout with(CheckoutStatus next) {
        return new Checkout(id, amount, currency, lines, successUrl, cancelUrl, clientReference, customerEmail,
                metadata, paymentMetadata, paymentDescription, next, paymentId, expires, created, savesCard);
    }
}
