package dev.refill.gateway;

/**
 * The provider answered, and knows no payment or refund for the query: the request has not reached it until now. An adapter says so
 * only of what was asked for by its id or read through to the end; a search index that may be behind is no witness.
 */
public record NotFound() implements LookupOutcome, RefundLookupOutcome, PaymentKeyOutcome, SavedCardOutcome {}
