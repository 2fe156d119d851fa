package dev.refill.gateway;

/** Which card a payment has left to be charged again. */
public sealed interface SavedCardOutcome permits SavedCard, NotFound, Unresolved {}
