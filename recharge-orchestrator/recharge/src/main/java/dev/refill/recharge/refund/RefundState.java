package dev.refill.recharge.refund;

import org.springframework.modulith.NamedInterface;

/** Where a refund stands. Which state follows which is in {@link RefundTransitions} and nowhere else. */
@NamedInterface("money-back")
public enum RefundState {
    /** Over the limit for one person: a second one decides. Nothing has moved. */
    AWAITING_APPROVAL,
    /** The second person said no, or it gave way to one that was made at the provider. Nothing has moved. */
    REJECTED,
    /** The credit is being taken back, and the refund is about to be sent or on its way. */
    SENDING,
    /** It was sent and nobody knows what became of it. */
    UNKNOWN,
    /** The provider works on it. */
    PENDING,
    /** It was sent, and for long nothing tells what became of it: a person decides. It is looked up all the same, once a day. */
    IN_REVIEW,
    /** The money is on its way to the customer. */
    SUCCEEDED,
    /** It came to nothing: the money is with us, and the credit is being given back. */
    GIVING_BACK,
    /** The money is with us, and the credit with the subscriber again. */
    FAILED;

    /** Whether nothing is outstanding; the money of one that succeeded may come back all the same. */
    public boolean isTerminal() {
        return switch (this) {
            case REJECTED, SUCCEEDED, FAILED -> true;
            case AWAITING_APPROVAL, SENDING, UNKNOWN, PENDING, IN_REVIEW, GIVING_BACK -> false;
        };
    }

    /** Whether the completer looks at it: it is not terminal, and was begun. */
    public boolean isCarriedOn() {
        return switch (this) {
            case SENDING, UNKNOWN, PENDING, IN_REVIEW, GIVING_BACK -> true;
            case AWAITING_APPROVAL, REJECTED, SUCCEEDED, FAILED -> false;
        };
    }
}
