package dev.refill.gateway;

/**
 * The payment ended at the provider without money: it expired or was cancelled, and can no longer be paid.
 *
 * @param reference the provider's id of the payment
 */
public record Closed(ProviderReference reference) implements PaymentObservation {}
