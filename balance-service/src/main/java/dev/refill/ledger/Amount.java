package dev.refill.ledger;

/**
 * A signed amount of one unit; positive adds to an account, negative takes from it.
 *
 * @param unit what is counted
 * @param value how many, in the unit's smallest part
 */
public record Amount(LedgerUnit unit, long value) {

    /**
     * The same amount with the other sign.
     *
     * @throws ArithmeticException for {@code Long.MIN_VALUE}
     */
    public Amount negated() {
        return new Amount(unit, Math.negateExact(value));
    }
}
