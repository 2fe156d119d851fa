package dev.refill.sandbox.core;

/** Whatever an answer or an event can be about. Immutable: holding one is holding how things stood then. */
public sealed interface Subject permits Payment, Charge, Refund, Dispute, Checkout, Endpoint {

    String id();

    /** Unix seconds. */
    long created();
}
