package dev.refill.gateway;

/** What moved our balance at a provider: a closed list, into which each adapter maps its provider's words once. */
public enum SettlementKind {
    /** A payment came in. */
    CHARGE,
    /** A payment that had come in turned out not to be paid. */
    CHARGE_FAILURE,
    /** Money went back to a customer. */
    REFUND,
    /** Money that was to go back to a customer came back to us. */
    REFUND_FAILURE,
    /** A customer's bank took money back. */
    DISPUTE,
    /** What a customer's bank had taken came back. */
    DISPUTE_REVERSAL,
    /** The provider's own price, where it belongs to no payment. */
    FEE,
    /** The balance was sent to our bank account. */
    PAYOUT,
    /** What was sent to our bank account came back. */
    PAYOUT_REVERSAL,
    /** Anything else; {@link SettlementLine#rawKind()} says what. */
    OTHER
}
