package dev.refill.gateway;

/** What is known after a charge was tried. Consumers switch over all cases without {@code default}. */
public sealed interface ChargeOutcome permits PaymentObservation, Unresolved {}
