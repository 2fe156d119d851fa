package dev.refill.gateway;

/** What came of reading a piece of a provider's list of payouts. */
public sealed interface PayoutOutcome permits PayoutPage, Unresolved {}
