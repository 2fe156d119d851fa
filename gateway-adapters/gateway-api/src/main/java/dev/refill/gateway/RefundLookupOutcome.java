package dev.refill.gateway;

/** What is known after a refund was looked up. Looking up changes nothing at the provider. */
public sealed interface RefundLookupOutcome permits RefundObservation, NotFound, NotAskable, Unresolved {}
