package dev.refill.recharge.refund;

import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.WhenSpent;
import dev.refill.recharge.order.Order;

/**
 * Who may refund how much, and what an offer says of spent credit.
 *
 * @param approvalAbove an order of which more than this goes back, all refunds taken together, needs a second person; minor
 *        units of whatever currency
 */
public record RefundTerms(OfferCatalog offers, long approvalAbove) {

    boolean needsApproval(Refundable of, long amount) {
        return Math.addExact(of.refunding(), amount) > approvalAbove;
    }

    /** Of an offer that is no longer sold, what is spent is owed. */
    WhenSpent whenSpent(Order order) {
        return offers.find(order.recharge().quote().offer()).map(Offer::whenSpent).orElse(WhenSpent.OWE);
    }
}
