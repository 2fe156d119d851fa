package dev.refill.sandbox.core;

/** Where a payment stands. */
public enum PaymentStatus {
    AWAITING_METHOD,
    AWAITING_CONFIRMATION,
    AWAITING_CUSTOMER,
    CAPTURED,
    CANCELLED;

    public boolean terminal() {
        return this == CAPTURED || this == CANCELLED;
    }
}
