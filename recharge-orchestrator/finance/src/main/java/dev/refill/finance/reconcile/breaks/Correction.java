package dev.refill.finance.reconcile.breaks;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.LineKey;

/**
 * What is to be posted so that our side says what theirs does.
 *
 * @param id {@code cor_}, the break and the version of the decision: made of our own row, and the same on every try
 * @param difference by which our side is too low; never zero
 * @param by whose decision it is: a person, or a rule
 */
public record Correction(String id, BreakId of, PairId pair, LineKey key, BreakClass about, Difference difference,
        String by, String reason) {

    public Correction {
        if (difference.minor().signum() == 0) {
            throw new IllegalArgumentException("difference: 0 (expected: another)");
        }
    }

    static String id(BreakId of, int decided) {
        return "cor_" + of.value().substring("brk_".length()) + "_" + decided;
    }
}
