package dev.refill.gateway;

/**
 * The money is captured.
 *
 * @param reference the provider's id of the payment
 * @param captured what was captured, which may differ from what was asked
 */
public record Approved(ProviderReference reference, Money captured) implements PaymentObservation {}
