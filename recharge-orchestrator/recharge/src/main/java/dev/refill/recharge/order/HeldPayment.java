package dev.refill.recharge.order;

import java.time.Instant;

import dev.refill.gateway.Money;
import dev.refill.ledger.Entry;
import dev.refill.ledger.EntryId;
import dev.refill.posting.Place;
import dev.refill.posting.PostingRule;
import dev.refill.posting.Term;
import dev.refill.recharge.credit.PostingTerms;

/**
 * Captured money that is in no entry yet, as no credit was given for it: it has to be in the books before it can go back. Once
 * something of an order was asked back while it was in review, its money comes to the books by this entry alone, also if it is
 * credited after all; so it comes there once.
 */
public final class HeldPayment {

    private HeldPayment() {}

    /** The money as it is held for whom it may concern; the same for an order each time, but for when. */
    public static Entry entryOf(Order order, Money captured, Instant at) {
        return PostingRule.HELD_PAYMENT.entry(new EntryId("ent_" + order.id() + "_held"), order.id().value(), at,
                PostingTerms.of(Term.AMOUNT, captured).at(Place.GATEWAY, order.payment().gateway()));
    }

    /** Whether the order's money is held, or is to be before anything else is posted for it. */
    static boolean isHeld(Order order) {
        return order.recharge().refunded() != null;
    }
}
