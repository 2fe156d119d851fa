package dev.refill.gateway;

/** What came of reading a piece of a provider's event list. */
public sealed interface FeedOutcome permits FeedPage, Unresolved {}
