package dev.refill.finance.reconcile.rule;

import java.math.BigInteger;
import java.util.Currency;

import org.jspecify.annotations.Nullable;

/** What a key's lines come to, with the reason in a sentence. */
public sealed interface Finding {

    /** What was compared and how it came out. */
    String explanation();

    /** As many of one side as of the other, each the same in currency, amount, fee and day. */
    record Matched(String explanation) implements Finding {}

    /**
     * They do not agree.
     *
     * @param difference theirs less ours, in minor units; {@code null} if they cannot be subtracted
     * @param days between the first line of the one side and the last of the other, 0 if a side has none
     */
    record Broken(BreakClass about, @Nullable Difference difference, long days, String explanation)
            implements
                Finding {}

    /** An exact difference in minor units of a currency; it may be more than a {@code long} holds. */
    record Difference(BigInteger minor, Currency currency) {}
}
