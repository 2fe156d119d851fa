package dev.refill.sandbox.core;

/** Where a checkout stands; only an open one takes cards. */
public enum CheckoutStatus {
    OPEN,
    COMPLETE,
    EXPIRED
}
