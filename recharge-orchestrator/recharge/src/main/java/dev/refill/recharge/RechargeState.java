package dev.refill.recharge;

import java.util.Locale;

/** Where a recharge order stands. Which state follows which is in {@link RechargeTransitions} and nowhere else. */
public enum RechargeState {
    /** Committed, and provably nothing of it is at the provider: the charge could not be sent and will be tried again. */
    CREATED,
    /** Committed; the charge is about to be sent, is on its way or is being processed. */
    CHARGING,
    /** The customer has to pay on the provider's page. */
    REQUIRES_ACTION,
    /** A charge was sent and nobody knows what became of it. */
    UNKNOWN,
    /** Its owner wants it no more, and the provider has not confirmed yet that nobody can pay it. */
    CANCELLING,
    /** The money is captured, the credit not yet given. */
    PAID,
    /** The credit is on the balance. */
    CREDITED,
    /** The provider refused, and can no longer be paid. */
    DECLINED,
    /** The payment page ended without payment. */
    EXPIRED,
    /** Its owner gave it up, and the provider has confirmed that nobody can pay it any more. */
    CANCELLED,
    /** Captured money does not fit the order, or nothing could be found out: a person decides. Never credited automatically. */
    IN_REVIEW,
    /** Its money went back whole, and no credit was given: a person has closed it so. */
    RETURNED;

    /** As it stands in the API and in metrics, for example {@code in_review}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether no automatic action is outstanding. */
    public boolean isTerminal() {
        return switch (this) {
            case CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> true;
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, CANCELLING, PAID -> false;
        };
    }
}
