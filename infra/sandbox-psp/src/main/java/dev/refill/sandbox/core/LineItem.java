package dev.refill.sandbox.core;

/**
 * One line of what the customer buys.
 *
 * @param unitAmount minor units for one
 */
public record LineItem(String id, String name, long unitAmount, long quantity) {

    public long total() {
        return Math.multiplyExact(unitAmount, quantity);
    }
}
