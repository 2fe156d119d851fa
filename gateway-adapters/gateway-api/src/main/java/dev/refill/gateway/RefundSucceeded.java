package dev.refill.gateway;

/**
 * The money is on its way to the customer. It may still come back days later: then a {@link RefundFailed} of the same
 * reference follows, and no other observation after that.
 *
 * @param reference the provider's id of the refund
 * @param amount what was given back
 */
public record RefundSucceeded(ProviderReference reference, Money amount) implements RefundObservation {}
