package dev.refill.testsupport.invariants;

/** What must hold. The first group always holds, the second once nothing is outstanding any more. */
public enum Rule {
    /** All postings of a unit sum to zero. */
    UNIT_SUMS_TO_ZERO,
    /** The postings of an entry sum to zero per unit. */
    ENTRY_SUMS_TO_ZERO,
    /** What an account holds is the sum of its postings. */
    BALANCE_IS_ITS_POSTINGS,
    /** No subscriber's bucket, and nothing that is frozen, is below zero. */
    NO_BUCKET_BELOW_ZERO,
    /** What a subscriber owes is below zero or nothing. */
    NO_DEBT_ABOVE_ZERO,
    /** An order has one credit at most. */
    ONE_CREDIT_PER_ORDER,
    /** What is credited was bought: by an order that is paid, and as much as it bought. */
    CREDIT_IS_OF_A_PAID_ORDER,
    /** An order that says it is credited has its credit. */
    CREDITED_ORDER_HAS_ITS_CREDIT,
    /** An order's money in the books, less what goes back, is no more than the provider captured and did not give back. */
    CREDITS_WITHIN_CAPTURES,
    /** Refunds of an order that did not fail are no more than what was captured. */
    REFUNDS_WITHIN_CAPTURES,
    /**
     * What was sent to go back is in the books by then, and given back there before it counts as failed; what a person refused,
     * or is yet to allow, is not.
     */
    REFUND_IS_IN_THE_BOOKS,
    /** What is left of an order's credit is, in proportion, no more than what is left of its money. */
    CREDIT_WITHIN_MONEY,
    /** The money of an order that counts as returned went back whole; later a refund of it may have failed. */
    RETURNED_WENT_BACK,
    /** The provider is asked to give back under keys of kept refunds alone, and gives back once under each. */
    ONE_REFUND_PER_KEY,
    /** The provider gives nothing back by a refund that came to nothing. */
    FAILED_REFUND_WAS_NOT_PAID,
    /** No more of a dispute's money is held than was taken, and no more is let go than is held. */
    DISPUTED_WITHIN_WITHDRAWN,
    /** A payment is charged once at most. */
    ONE_CHARGE_PER_ORDER,
    /** No two providers are asked under one key. */
    KEY_AT_ONE_PROVIDER,
    /** A payment that another one of its order has followed is not captured: so an order is charged once at most. */
    FORMER_PAYMENT_IS_NOT_CHARGED,
    /** The provider is asked under keys of kept orders alone. */
    CHARGED_KEY_IS_AN_ORDERS,
    /** An idempotency key stands for one order. */
    ONE_ORDER_PER_KEY,
    /** What a client was told of its key stays true. */
    ANSWER_STANDS,
    /** Whoever has not ended has a next attempt, and nobody else. */
    ENDED_OR_QUEUED,
    /** An order that ended as not paid was not charged, or it was given back; and it will not be. */
    UNPAID_WAS_NOT_CHARGED,
    /** An order's changes follow one another without a gap, and the last one is its state. */
    CHANGES_JOIN_UP,
    /** Whoever is credited stays so. */
    CREDITED_IS_FINAL,
    /** An event is kept once. */
    EVENT_IS_KEPT_ONCE,
    /** An event of captured money is not done with before its order knows. */
    DONE_EVENT_HAD_ITS_EFFECT,

    /** Every order has ended, or a person has it. */
    EVERY_ORDER_HAS_ENDED,
    /** What the provider captured is what we know to be captured, unless a person has the order. */
    CAPTURES_ARE_OURS,
    /** Of a payment that another one has followed, what was captured all the same is what we know of, unless a person has the news. */
    STRAYS_ARE_OURS,
    /**
     * What was captured as ordered is credited or waits for a person, and what was captured otherwise waits for a person; unless it
     * was returned.
     */
    CAPTURED_IS_CREDITED,
    /** Every refund has ended, or a person is to decide on it. */
    EVERY_REFUND_HAS_ENDED,
    /** What the provider gave back is what we know to be given back, unless a person has the news of it. */
    REFUNDS_ARE_OURS,
    /** What banks took and did not give back is what we know of, unless a person has the news of it. */
    DISPUTES_ARE_OURS,
    /** The money of an open dispute is held, and nothing is held for one that is closed, unless a person has the news of it. */
    DISPUTE_IS_IN_THE_BOOKS,
    /** What is frozen waits for a debt, but for what a reservation holds. */
    FROZEN_WAITS_FOR_A_DEBT,
    /** No event waits. */
    NO_EVENT_WAITS,
    /** Partners were told of every change that concerns them. */
    EVERY_CHANGE_IS_TOLD;

    /** Whether it holds only once nothing is outstanding any more. */
    public boolean isOfRest() {
        return compareTo(EVERY_ORDER_HAS_ENDED) >= 0;
    }
}
