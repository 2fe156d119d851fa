package dev.refill.offer;

import dev.refill.gateway.Money;

/**
 * What one price buys.
 *
 * @param offer of which offer
 * @param price what the card is charged
 * @param credit what the price buys
 * @param bonus what comes on top, in the same unit; may be zero
 */
public record Quote(OfferId offer, Money price, Quantity credit, Quantity bonus) {

    /** Credit and bonus together. */
    public Quantity total() {
        return credit.plus(bonus);
    }
}
