package dev.refill.sandbox.core;

/** Where a refund stands; one that has succeeded may fail yet. */
public enum RefundStatus {
    PENDING,
    SUCCEEDED,
    FAILED;

    /** Whether its money is gone from the payment. */
    public boolean counts() {
        return this != FAILED;
    }
}
