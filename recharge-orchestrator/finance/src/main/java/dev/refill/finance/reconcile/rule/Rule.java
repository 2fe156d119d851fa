package dev.refill.finance.reconcile.rule;

import java.math.BigInteger;
import java.util.Currency;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.rule.Finding.Broken;
import dev.refill.finance.reconcile.rule.Finding.Difference;

/**
 * What becomes of some differences.
 *
 * @param priority the smallest is asked first
 * @param about the class that it is about
 * @param keyPrefix only keys that begin so; empty: all
 * @param currency only differences in it; {@code null}: in any
 * @param tolerance the largest difference that it takes, in minor units, either way
 * @param days the largest distance of days that it takes
 * @param reason why, as it is kept with each break that it decides
 */
public record Rule(String id, int priority, BreakClass about, String keyPrefix, @Nullable Currency currency,
        long tolerance, int days, Action action, String reason) {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final int LONGEST_REASON = 500;

    /** What a rule does. */
    public enum Action {
        /** It is explained; nothing is posted. */
        RESOLVE,
        /** The difference is posted. */
        POST,
        /** A person decides, whatever later rules say. */
        LEAVE
    }

    public Rule {
        require("id", ID.matcher(id).matches(), id, ID);
        require("tolerance", tolerance >= 0, tolerance, "0 or more");
        require("days", days >= 0, days, "0 or more");
        require("reason", !reason.isBlank() && reason.length() <= LONGEST_REASON, reason.length(),
                "1 to " + LONGEST_REASON + " characters");
    }

    private static void require(String name, boolean holds, Object value, Object expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Whether it decides this one. A difference that is not known is within no tolerance. */
    boolean fits(LineKey key, Broken broken) {
        return about == broken.about() && key.value().startsWith(keyPrefix) && broken.days() <= days
                && isWithin(broken.difference());
    }

    private boolean isWithin(@Nullable Difference difference) {
        return difference != null
                && (currency == null || currency.equals(difference.currency()))
                && difference.minor().abs().compareTo(BigInteger.valueOf(tolerance)) <= 0;
    }
}
