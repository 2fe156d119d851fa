package dev.refill.autotopup.rule;

import org.jspecify.annotations.Nullable;

/**
 * How much a rule may recharge at most. Days and months are those of its schedule's zone, or of the application's.
 *
 * @param perDay so many recharges, 1 or more
 * @param perMonth likewise
 * @param amountPerDay in minor units of the price's currency, 1 or more; {@code null}: as many recharges as may be
 * @param amountPerMonth likewise
 */
public record Limits(int perDay, int perMonth, @Nullable Long amountPerDay, @Nullable Long amountPerMonth) {

    public static final int MOST = 100;

    public Limits {
        boolean fits = isCount(perDay) && isCount(perMonth) && isAmount(amountPerDay) && isAmount(amountPerMonth);
        if (!fits) {
            throw new IllegalArgumentException("limits: " + perDay + ", " + perMonth + ", " + amountPerDay + ", "
                    + amountPerMonth + " (expected: 1 to " + MOST + ", amounts of 1 or more)");
        }
    }

    private static boolean isCount(int count) {
        return count >= 1 && count <= MOST;
    }

    private static boolean isAmount(@Nullable Long amount) {
        return amount == null || amount >= 1;
    }
}
