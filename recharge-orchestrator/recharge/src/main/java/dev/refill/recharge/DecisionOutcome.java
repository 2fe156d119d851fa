package dev.refill.recharge;

/** What came of a person's decision. */
public sealed interface DecisionOutcome {

    /** It is done, and kept with the person and the reason; the order as it stands after it. */
    record Decided(Recharge recharge) implements DecisionOutcome {}

    /** The order has changed since the person saw it: nothing was done. */
    record Stale(Recharge recharge) implements DecisionOutcome {}

    /** The order is not in review: nothing was done. */
    record NotInReview(Recharge recharge) implements DecisionOutcome {}

    /**
     * It would contradict the provider or the books: nothing was done.
     *
     * @param found what the provider said, in words
     */
    record Refused(Why why, String found) implements DecisionOutcome {}

    /** What stands against a decision. */
    enum Why {
        /** The provider could not be asked, or did not answer. */
        PROVIDER_DID_NOT_SAY,
        /** The provider does not say that exactly what was ordered is captured. */
        NOT_CAPTURED_AS_ORDERED,
        /** The provider does not say that it is closed unpaid. */
        NOT_CLOSED_UNPAID,
        /** Money was captured: it is credited, or given back by a refund. */
        MONEY_WAS_CAPTURED,
        /** Something of the money is on its way back, or gone: what is left can only follow it. */
        MONEY_GOES_BACK,
        /** Not all of the money has gone back: a refund is still on its way, a dispute is open, or something is left. */
        MONEY_NOT_ALL_BACK
    }
}
