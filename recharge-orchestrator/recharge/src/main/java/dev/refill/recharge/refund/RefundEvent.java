package dev.refill.recharge.refund;

/** What can happen to a refund. */
public enum RefundEvent {
    /** Somebody asked for it. */
    REQUESTED,
    /** Somebody made it at the provider. */
    FOUND_AT_PROVIDER,
    /** The second person agreed. */
    APPROVED,
    /** The second person did not. */
    REJECTED,
    /** Somebody made another at the provider, and for both there was too little. */
    GAVE_WAY,
    /** Nobody knows what the provider did. */
    OUTCOME_UNKNOWN,
    /** The provider works on it. */
    PROCESSING,
    /** The provider sent the money. */
    SUCCEEDED,
    /** The provider said no, and nothing happened there. */
    REFUSED,
    /** The provider does not know it, and has no request for it that could still arrive. */
    NEVER_ARRIVED,
    /** The provider could not carry it out, or the money came back. */
    FAILED,
    /** It could not be found out in time. */
    GIVEN_UP,
    /** A person decided that the money went, having looked for it at the provider. */
    SUCCESS_DECIDED,
    /** A person decided that the money did not go and will not, having looked for it at the provider. */
    FAILURE_DECIDED,
    /** The credit that was taken for it is with the subscriber again. */
    CREDIT_BACK
}
