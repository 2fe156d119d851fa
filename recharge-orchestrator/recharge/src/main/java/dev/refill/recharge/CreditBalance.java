package dev.refill.recharge;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.LedgerUnit;

/**
 * What a subscriber has in one unit. Each part is zero or more.
 *
 * @param spendable what can be spent now
 * @param frozen what is held back: until a debt is settled, or a dispute has ended
 * @param owed credit that was taken back after it was spent; what comes next settles it first
 * @param ends what of the spendable ends first; {@code null}: none of it does
 */
public record CreditBalance(LedgerUnit unit, long spendable, long frozen, long owed, @Nullable Ending ends) {

    /**
     * Credit that cannot be spent any more from an instant on.
     *
     * @param amount more than zero
     */
    public record Ending(long amount, Instant at) {}
}
