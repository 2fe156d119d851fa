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

    /** That it succeeded takes the provider's id of it, and none is known. */
    record ReferenceNeeded() implements RefundDecision {}

    /** The provider's id is of another refund, or of none that succeeded with that amount, or the refund has another one. */
    record OtherReference() implements RefundDecision {}

    /** Asked once more, the provider has told what became of it, and that is something else than was decided. */
    record ProviderTold(Refund refund) implements RefundDecision {}

    /** The provider, which can be asked, does not answer now. */
    record ProviderDidNotSay() implements RefundDecision {}

    /** A dispute has taken so much since it was asked for that less is left than it gives back. */
    record Disputed(Refund refund) implements RefundDecision {}

    /** It is not open, or not open any more, as somebody has decided on it or the provider has told of it. */
    record NotOpen(Refund refund) implements RefundDecision {}
}
