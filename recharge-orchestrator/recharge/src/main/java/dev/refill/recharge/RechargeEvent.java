package dev.refill.recharge;

/** What can happen to a recharge order. */
public enum RechargeEvent {
    /** The order was accepted. */
    ACCEPTED,
    /** The charge is about to be sent. */
    CHARGE_BEGUN,
    /** A risk policy refused it; nothing was sent. */
    RISK_REFUSED,
    /** The provider provably did nothing. */
    NOT_SENT,
    /** The provider provably takes nothing by this payment: the next one is sent to another provider. */
    REROUTED,
    /** Nobody knows what the provider did. */
    OUTCOME_UNKNOWN,
    /** The customer has to act on the provider's page. */
    ACTION_REQUIRED,
    /** The provider works on it. */
    PROCESSING,
    /** A card was refused on the payment page, which stays open for another one: the payment has not ended. */
    CARD_REFUSED,
    /** The payment was refused for good. */
    REFUSED,
    /** The money is captured, exactly as ordered. */
    CAPTURED,
    /** Something else than ordered was captured. */
    AMOUNT_MISMATCH,
    /** The payment page closed without any card having been tried. */
    CLOSED_UNPAID,
    /** The payment page closed after a card had been refused. */
    CLOSED_AFTER_REFUSAL,
    /** The provider never got the charge, and it is too late to send it. */
    NEVER_ARRIVED,
    /** It could not be found out in time. */
    GIVEN_UP,
    /** The credit is in the ledger. */
    CREDITED,
    /** The ledger holds another entry under this order's id. */
    CREDIT_REFUSED,
    /** Its owner wants it no more. */
    CANCEL_REQUESTED,
    /** The money was captured as ordered after the order had ended or come to review, and it is not credited by itself. */
    LATE_PAYMENT,
    /** A person decided to credit it: the provider says that it was captured as ordered. */
    CREDIT_DECIDED,
    /** A person decided to close it: the provider says that nothing was paid and nothing can be. */
    CLOSE_DECIDED,
    /** A person decided to close it: all that was captured has gone back, by refunds that succeeded or disputes that were lost. */
    RETURN_DECIDED,
    /** A person decided to have it found out further. */
    RESUME_DECIDED
}
