package dev.refill.gateway;

/** What became of a card that the provider was to forget. */
public sealed interface ForgetOutcome permits Forgotten, Unresolved {}
