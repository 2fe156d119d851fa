package dev.refill.sandbox.core;

/**
 * One movement of the shop's balance, and the payout that has settled it.
 *
 * @param category the provider's word for what it was
 * @param amount minor units before fees, above zero if it came in
 * @param fee minor units that the provider kept
 * @param source the id of what moved it
 * @param payoutId empty for what is not settled yet
 */
public record Settled(String id, String category, long amount, long fee, String currency, String source,
        String payoutId,
        long created) {

    public Settled in(String payout) {
        return new Settled(id, category, amount, fee, currency, source, payout, created);
    }

    public long net() {
        return amount - fee;
    }
}
