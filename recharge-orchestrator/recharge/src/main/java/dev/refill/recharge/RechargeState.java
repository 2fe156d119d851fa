package dev.refill.recharge;

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
    /** The money is captured, the credit not yet given. */
    PAID,
    /** The credit is on the balance. */
    CREDITED,
    /** The provider refused, and can no longer be paid. */
    DECLINED,
    /** The payment page ended without payment. */
    EXPIRED,
    /** Captured money does not fit the order: a person decides. Never credited automatically. */
    IN_REVIEW;

    /** Whether no automatic action is outstanding. */
    public boolean isTerminal() {
        return switch (this) {
            case CREDITED, DECLINED, EXPIRED, IN_REVIEW -> true;
            case CREATED, CHARGING, REQUIRES_ACTION, UNKNOWN, PAID -> false;
        };
    }
}
