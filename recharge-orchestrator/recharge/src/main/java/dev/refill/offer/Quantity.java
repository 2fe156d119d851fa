package dev.refill.offer;

import dev.refill.ledger.LedgerUnit;

/**
 * Prepaid credit, which is never card money: so many of one credit unit.
 *
 * @param value how many, in the unit's smallest part, zero or positive
 * @param unit the credit unit, for example {@code airtime:USD}
 */
public record Quantity(long value, LedgerUnit unit) {

    public Quantity {
        if (value < 0) {
            throw new IllegalArgumentException("value: " + value + " (expected: zero or positive)");
        }
    }

    /**
     * The exact sum.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     * @throws IllegalArgumentException if the units differ
     */
    public Quantity plus(Quantity other) {
        if (!unit.equals(other.unit)) {
            throw new IllegalArgumentException("unit: " + other.unit + " (expected: " + unit + ")");
        }
        return new Quantity(Math.addExact(value, other.value), unit);
    }
}
