package dev.refill.finance.reconcile;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.reconcile.*}.
 *
 * @param batch how many lines are kept by one statement
 * @param slice how many lines are compared by one statement
 * @param lease how long a run that has fallen silent is waited for before another one goes on with it
 * @param onePersonUpTo for each currency, as decimals: up to which difference one person resolves a break. In any other currency it takes
 *            two
 * @param postEvery how often corrections that are decided are posted
 */
@ConfigurationProperties("refill.reconcile")
public record ReconcileProperties(@DefaultValue("1000") int batch, @DefaultValue("250000") int slice,
        @DefaultValue("30s") Duration lease, @DefaultValue Map<String, BigDecimal> onePersonUpTo,
        @DefaultValue("10s") Duration postEvery) {

    /** What one statement may be, within the time that the database has for it. */
    private static final int LARGEST_BATCH = 10_000;
    private static final int LARGEST_SLICE = 2_000_000;
    /** Much longer than a slice takes. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(15);

    public ReconcileProperties {
        require("batch", batch >= 1 && batch <= LARGEST_BATCH, batch, "1 to " + LARGEST_BATCH);
        require("slice", slice >= 1 && slice <= LARGEST_SLICE, slice, "1 to " + LARGEST_SLICE);
        onePersonUpTo = Map.copyOf(onePersonUpTo);
        require("post-every", postEvery.isPositive(), postEvery, "more than zero");
        require("lease", lease.compareTo(SHORTEST_LEASE) >= 0, lease, SHORTEST_LEASE + " or more");
    }

    /** With the defaults. */
    public static ReconcileProperties standard() {
        return of(1_000, 250_000);
    }

    /** With the other defaults. */
    public static ReconcileProperties of(int batch, int slice) {
        return new ReconcileProperties(batch, slice, Duration.ofSeconds(30), Map.of(), Duration.ofSeconds(10));
    }

    private static void require(String name, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "refill.reconcile." + name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
