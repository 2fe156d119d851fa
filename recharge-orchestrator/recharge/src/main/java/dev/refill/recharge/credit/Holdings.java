package dev.refill.recharge.credit;

import dev.refill.offer.WhenSpent;

/**
 * What a subscriber holds in one unit. Pure arithmetic of what coming and going credit does to it.
 *
 * @param bucket what can be spent, zero or more
 * @param frozen what is held back until the debt is settled, zero or more
 * @param debt what is owed, zero or more
 */
public record Holdings(long bucket, long frozen, long debt) {

    public Holdings {
        if (bucket < 0 || frozen < 0 || debt < 0) {
            throw new IllegalArgumentException(
                    "holdings: " + bucket + ", " + frozen + ", " + debt + " (expected: zero or more)");
        }
    }

    /**
     * By how much each holding moves.
     *
     * @param bucket what can be spent
     * @param frozen what is held back
     * @param receivable the debt's account, which is below zero: minus owes more, plus settles
     */
    public record Move(long bucket, long frozen, long receivable) {

        /** What the subscriber has more by it, in all. */
        public long total() {
            return bucket + frozen + receivable;
        }
    }

    /** Credit that is given, or given back: whatever is owed comes first. */
    public Move arriving(long amount) {
        long settled = Math.min(amount, debt);
        return new Move(amount - settled, 0, settled);
    }

    /** Credit that is taken back: what is unspent first. */
    public Move leaving(long amount, WhenSpent policy) {
        if (bucket >= amount) {
            return new Move(-amount, 0, 0);
        }
        return switch (policy) {
            case OWE -> new Move(-bucket, 0, bucket - amount);
            case FREEZE -> new Move(-bucket, bucket, -amount);
        };
    }
}
