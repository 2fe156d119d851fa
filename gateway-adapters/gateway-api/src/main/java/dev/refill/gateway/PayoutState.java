package dev.refill.gateway;

/** How a payout stands. */
public enum PayoutState {
    /** Sent, or about to be. */
    UNDER_WAY,
    /** As far as the provider knows the bank has it; a bank may still send it back. */
    PAID,
    /** It never left, or came back; what was in it is paid out later. */
    FAILED
}
