package dev.refill.usage;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.LedgerUnit;

/**
 * How the use of an allowance's bucket changes.
 *
 * @param spent how much more of it is used; less than zero: given back
 * @param reserved how much more of it sessions hold; less than zero: no longer held
 */
public record Drawn(AccountId bucket, LedgerUnit unit, long spent, long reserved) {

    public boolean isNothing() {
        return spent == 0 && reserved == 0;
    }

    /** Both changes of the same bucket. */
    public Drawn plus(Drawn other) {
        return new Drawn(bucket, unit, Math.addExact(spent, other.spent), Math.addExact(reserved, other.reserved));
    }
}
