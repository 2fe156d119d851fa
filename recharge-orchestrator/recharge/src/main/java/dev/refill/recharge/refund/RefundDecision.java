package dev.refill.recharge.refund;

/** What became of a decision on a refund. */
public sealed interface RefundDecision {

    /**
     * It counts; a decision that is repeated by the same person counts once.
     *
     * @param isNew whether it was not made before
     */
    record Made(Refund refund, boolean isNew) implements RefundDecision {}

    /** There is no such refund. */
    record NoSuchRefund() implements RefundDecision {}

    /** Who asked for a refund cannot decide on it. */
    record SamePerson() implements RefundDecision {}

    /** It is not open, or not open any more. */
    record NotOpen(Refund refund) implements RefundDecision {}
}
