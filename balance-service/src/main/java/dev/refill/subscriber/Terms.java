package dev.refill.subscriber;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How a subscriber is served. Amounts are minor units of the airtime unit, from 0 to {@link #MOST}.
 *
 * @param plan the name of the tariff plan that usage is rated by; {@code null}: none yet
 * @param perDay how much of the credit may be spent in a day; {@code null}: all
 * @param perMonth how much in a month; {@code null}: all
 * @param overdraft how far credit may fall below zero
 */
public record Terms(@Nullable String plan, Language language, @Nullable Long perDay, @Nullable Long perMonth,
        long overdraft) {

    /** Of a subscriber with whom nothing was agreed. */
    public static final Terms DEFAULT = new Terms(null, Language.ENGLISH, null, null, 0);

    public static final long MOST = 1_000_000_000_000L;
    public static final String EXPECTED_PLAN = "lower case letters, digits and -, 2 to 40, a letter first";

    private static final Pattern PLAN = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public Terms {
        if (plan != null && plan(plan).isEmpty()) {
            throw new IllegalArgumentException("plan: " + plan + " (expected: " + EXPECTED_PLAN + ")");
        }
        requireAmount("perDay", perDay);
        requireAmount("perMonth", perMonth);
        requireAmount("overdraft", overdraft);
    }

    /** Empty: the text is no plan's name. */
    public static Optional<String> plan(String text) {
        return Optional.of(text).filter(PLAN.asMatchPredicate());
    }

    private static void requireAmount(String name, @Nullable Long amount) {
        if (amount != null && (amount < 0 || amount > MOST)) {
            throw new IllegalArgumentException(name + ": " + amount + " (expected: 0 to " + MOST + ")");
        }
    }
}
