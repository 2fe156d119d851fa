package dev.refill.finance.reconcile;

/** What became of a wish to reconcile. */
public sealed interface ReconcileOutcome {

    /**
     * All lines up to the day were compared.
     *
     * @param runs how many it took; 0: there was nothing new
     */
    record Done(int runs) implements ReconcileOutcome {}

    /** Somebody else is at it, who goes on. */
    record Busy() implements ReconcileOutcome {}
}
