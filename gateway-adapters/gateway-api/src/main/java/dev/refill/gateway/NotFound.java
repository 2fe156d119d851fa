package dev.refill.gateway;

/** The provider answered, and knows no payment for the query: the charge never reached it. */
public record NotFound() implements LookupOutcome {}
