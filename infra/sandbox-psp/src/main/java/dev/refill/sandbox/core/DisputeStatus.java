package dev.refill.sandbox.core;

/** Where a dispute stands. */
public enum DisputeStatus {
    OPEN,
    WON,
    LOST
}
