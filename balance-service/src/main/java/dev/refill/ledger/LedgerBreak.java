package dev.refill.ledger;

/**
 * A place where the books contradict themselves.
 *
 * @param rule what must hold and does not
 * @param subject the unit, entry or account concerned
 * @param found what was found instead
 */
public record LedgerBreak(Rule rule, String subject, String found) {

    /** What must hold at every commit. */
    public enum Rule {
        UNIT_SUMS_TO_ZERO,
        ENTRY_SUMS_TO_ZERO,
        ENTRY_HAS_ITS_POSTINGS,
        ACCOUNT_EQUALS_POSTINGS,
        HISTORY_ADDS_UP,
        HOLDING_NOT_ACROSS_ZERO
    }
}
