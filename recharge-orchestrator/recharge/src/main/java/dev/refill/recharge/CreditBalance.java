package dev.refill.recharge;

import dev.refill.ledger.LedgerUnit;

/**
 * What a subscriber has in one unit. Each part is zero or more.
 *
 * @param spendable what can be spent now
 * @param frozen what is held back: until a debt is settled, or a dispute has ended
 * @param owed credit that was taken back after it was spent; what comes next settles it first
 */
public record CreditBalance(LedgerUnit unit, long spendable, long frozen, long owed) {}
