package dev.refill.gateway;

/**
 * The provider works on it; neither captured nor refused yet.
 *
 * @param reference the provider's id of the payment
 */
public record Pending(ProviderReference reference) implements PaymentObservation {}
