package dev.refill.finance.reconcile.breaks;

/** What became of a correction. */
public sealed interface CorrectionOutcome {

    /**
     * It is in the books, now or since before.
     *
     * @param entry the ledger's id of it
     */
    record Posted(String entry) implements CorrectionOutcome {}

    /** It is not, and never will be under this id. */
    record Refused(String reason) implements CorrectionOutcome {}
}
