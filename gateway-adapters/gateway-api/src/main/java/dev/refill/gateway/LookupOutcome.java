package dev.refill.gateway;

/** What is known after a payment was looked up. Looking up begins nothing at the provider. */
public sealed interface LookupOutcome permits PaymentObservation, NotFound, NotAskable, Unresolved {}
