package dev.refill.gateway;

/**
 * How a payment stands after it was to be closed. {@link Closed}: nobody can pay it any more. {@link Approved}: it was paid
 * meanwhile. Any other observation: the provider does not let it be closed now, for example while it works on it.
 */
public sealed interface CancelOutcome permits PaymentObservation, Unresolved {}
