package dev.refill.gateway;

/**
 * The provider accepted the refund and works on it; neither given back nor failed yet. What is left of the payment is
 * already less by it.
 *
 * @param reference the provider's id of the refund
 */
public record RefundPending(ProviderReference reference) implements RefundObservation {}
