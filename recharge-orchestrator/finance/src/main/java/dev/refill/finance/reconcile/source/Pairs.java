package dev.refill.finance.reconcile.source;

import dev.refill.finance.reconcile.Pair;
import dev.refill.finance.reconcile.PairId;

/**
 * What is compared of one provider.
 *
 * @param lines our movements and the provider's settlement lines
 * @param ledger our movements and what the ledger holds of them
 * @param payouts what the lines of a payout come to less fees, and the payout as the provider tells it
 * @param bank payouts, and what the bank booked of them
 */
public record Pairs(Pair lines, Pair ledger, Pair payouts, Pair bank) {

    /**
     * Of a gateway, by its name.
     *
     * @param statesFees whether our movements state fees
     */
    public static Pairs of(String gateway, boolean statesFees) {
        return new Pairs(new Pair(new PairId(gateway), statesFees), pair(gateway + "-ledger"),
                pair(gateway + "-payouts"), pair(gateway + "-bank"));
    }

    private static Pair pair(String name) {
        return new Pair(new PairId(name), false);
    }
}
