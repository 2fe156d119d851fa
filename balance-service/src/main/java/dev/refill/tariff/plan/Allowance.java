package dev.refill.tariff.plan;

import java.util.Set;

/**
 * Free usage that the plan gives, and where it counts.
 *
 * @param service what it is for
 * @param amount how much, in the unit of usage
 * @param days for how long after it was given
 * @param covers zones, or rating groups in digits; empty: all of the service
 */
public record Allowance(Service service, long amount, int days, Set<String> covers) {

    public static final int MOST_DAYS = 3_660;

    public Allowance {
        covers = Set.copyOf(covers);
        if (amount < 1 || days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "allowance: " + amount + " for " + days + " days (expected: 1 or more, for 1 to "
                            + MOST_DAYS + " days)");
        }
    }

    /** @param key a zone, or a rating group in digits */
    public boolean covers(Service used, String key) {
        return service == used && (covers.isEmpty() || covers.contains(key));
    }
}
