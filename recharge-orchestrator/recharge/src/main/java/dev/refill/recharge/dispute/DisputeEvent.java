package dev.refill.recharge.dispute;

/** What can happen to a dispute; each at most once, in any order. */
public enum DisputeEvent {
    /** The customer's bank asks, or has opened it. */
    ASKED,
    /** The provider took the money from our balance. */
    FUNDS_WITHDRAWN,
    /** The provider gave the money back. */
    FUNDS_REINSTATED,
    /** It ended in our favour. */
    WON,
    /** It ended in the customer's favour. */
    LOST
}
