package dev.refill.revenue;

import dev.refill.ledger.LedgerUnit;

/**
 * Money that is deferred until the credit that it bought is gone.
 *
 * @param money what customers pay, for example {@code USD}
 * @param credit what they get for it, for example {@code airtime:USD}
 */
public record RevenuePool(LedgerUnit money, LedgerUnit credit) {}
