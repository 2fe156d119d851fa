package dev.refill.revenue;

import java.util.List;

import dev.refill.ledger.LedgerUnit;

/**
 * All pools there are.
 *
 * @param pools no money and no credit in two of them: what is deferred in one currency could not be told apart
 */
public record RevenuePools(List<RevenuePool> pools) {

    public RevenuePools {
        pools = List.copyOf(pools);
        requireOnce(pools.stream().map(RevenuePool::money).toList(), "money");
        requireOnce(pools.stream().map(RevenuePool::credit).toList(), "credit");
    }

    private static void requireOnce(List<LedgerUnit> units, String what) {
        if (units.stream().distinct().count() != units.size()) {
            throw new IllegalArgumentException("revenue pools: " + what + " " + units + " (expected: each once)");
        }
    }
}
