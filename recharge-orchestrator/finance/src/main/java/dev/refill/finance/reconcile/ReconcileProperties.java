package dev.refill.finance.reconcile;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code refill.reconcile.*}.
 *
 * @param batch how many lines are kept by one statement
 * @param slice how many lines are compared by one statement
 * @param lease how long a run that has fallen silent is waited for before another one goes on with it
 */
@ConfigurationProperties("refill.reconcile")
public record ReconcileProperties(@DefaultValue("1000") int batch, @DefaultValue("250000") int slice,
        @DefaultValue("30s") Duration lease) {

    /** What one statement may be, within the time that the database has for it. */
    private static final int LARGEST_BATCH = 10_000;
    private static final int LARGEST_SLICE = 2_000_000;
    /** Much longer than a slice takes. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(15);

    public ReconcileProperties {
        require("batch", batch >= 1 && batch <= LARGEST_BATCH, batch, "1 to " + LARGEST_BATCH);
        require("slice", slice >= 1 && slice <= LARGEST_SLICE, slice, "1 to " + LARGEST_SLICE);
        require("lease", lease.compareTo(SHORTEST_LEASE) >= 0, lease, SHORTEST_LEASE + " or more");
    }

    /** With the defaults. */
    public static ReconcileProperties standard() {
        return new ReconcileProperties(1_000, 250_000, Duration.ofSeconds(30));
    }

    private static void require(String name, boolean holds, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "refill.reconcile." + name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
