package dev.refill.recharge.refund;

import java.util.Currency;

/** What became of a request for a refund. */
public sealed interface RequestOutcome {

    /**
     * The refund exists.
     *
     * @param isNew whether this made it; otherwise it was found again by its claim, and is carried on by whoever made it
     */
    record Accepted(Refund refund, boolean isNew) implements RequestOutcome {}

    /** There is no such order. */
    record NoSuchRecharge() implements RequestOutcome {}

    /** The caller saw an older state of the order's refunds. Nothing was done. */
    record Stale(Refundable now) implements RequestOutcome {}

    /** Nothing of the order can go back, now or at all. */
    record NotRefundable(Why why) implements RequestOutcome {}

    /** It was paid in another currency. */
    record OtherCurrency(Currency expected) implements RequestOutcome {}

    /** More than is left of what was captured. */
    record Exceeds(long left) implements RequestOutcome {}

    /** Why nothing of an order can go back. */
    enum Why {
        /** The order is under way, or ended without money. */
        NOT_SETTLED,
        /** The provider cannot give money back. */
        NOT_AT_PROVIDER
    }
}
