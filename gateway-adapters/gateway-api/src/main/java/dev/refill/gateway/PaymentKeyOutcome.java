package dev.refill.gateway;

/** What is known after a provider was asked for the operation key of a payment. */
public sealed interface PaymentKeyOutcome permits PaymentKeyFound, NotFound, Unresolved {}
