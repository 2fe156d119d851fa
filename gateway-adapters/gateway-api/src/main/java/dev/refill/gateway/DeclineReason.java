package dev.refill.gateway;

/** Why a card was refused: a closed list that every provider's codes are mapped to, once, in its adapter. */
// @formatter:off
public enum DeclineReason {
    INSUFFICIENT_FUNDS(true),
    LIMIT_EXCEEDED(true),
    CARD_EXPIRED(false),
    /** The provider keeps no such card, or not any more: by this one nothing can be charged. */
    CARD_GONE(false),
    INCORRECT_CARD_DETAILS(false),
    CARD_NOT_SUPPORTED(false),
    CURRENCY_NOT_SUPPORTED(false),
    LOST_OR_STOLEN(false),
    SUSPECTED_FRAUD(false),
    AUTHENTICATION_FAILED(true),
    /** The issuer wants to see the payer, and the payer was not there. */
    AUTHENTICATION_REQUIRED(false),
    ISSUER_UNAVAILABLE(true),
    PROCESSING_ERROR(true),
    DUPLICATE(false),
    REFUSED_BY_ISSUER(false),
    /** By this card nothing is to be tried any more: its owner has withdrawn the leave, or who tries again pays for it. */
    DO_NOT_TRY_AGAIN(false),
    /** A code we do not know: a decline all the same; the raw code is kept and counted. */
    OTHER(false);
    // @formatter:on

    private final boolean retryable;

    DeclineReason(boolean retryable) {
        this.retryable = retryable;
    }

    /** Whether the same card may well be accepted a little later. */
    public boolean retryable() {
        return retryable;
    }

    /** Whether another provider may well accept it. A payer who has said no is not asked again by the next one. */
    public boolean mayPassElsewhere() {
        return retryable && this != AUTHENTICATION_FAILED;
    }
}
