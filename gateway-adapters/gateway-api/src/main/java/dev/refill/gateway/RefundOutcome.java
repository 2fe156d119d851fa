package dev.refill.gateway;

/** What is known after a refund was tried. Consumers switch over all cases without {@code default}. */
public sealed interface RefundOutcome permits RefundObservation, RefundRefused, Unresolved {}
