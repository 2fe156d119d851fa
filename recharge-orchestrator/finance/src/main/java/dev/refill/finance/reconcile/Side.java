package dev.refill.finance.reconcile;

/** Who says something. */
public enum Side {
    /** We: payments and refunds as we keep them. */
    OURS,
    /** The other one: a provider's settlement lines, or the ledger's movements. */
    THEIRS
}
