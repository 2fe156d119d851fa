package dev.refill.gateway;

/** Whether a webhook is really the provider's. */
public sealed interface Verification {

    /**
     * @param eventId the provider's id of the event, 1 to 255 characters
     * @param eventType the provider's word for what happened, for metrics and operators
     */
    record Authentic(String eventId, String eventType) implements Verification {}

    /**
     * It is the provider's, and about none of our accounts there. It is answered as if it were kept, as the provider would send it
     * again for days and may hold back what comes behind it; it is counted, and not kept.
     */
    record NotOurs() implements Verification {}

    /** @param reason why, in words that hold no secret and nothing of the body */
    record Rejected(Reason reason) implements Verification {}

    enum Reason {
        SIGNATURE_MISSING,
        SIGNATURE_MALFORMED,
        SIGNATURE_WRONG,
        TIMESTAMP_TOO_OLD,
        TIMESTAMP_IN_FUTURE,
        BODY_MALFORMED,
        WRONG_ENVIRONMENT,
        /** The provider does not sign, was asked itself, and does not say the same. */
        NOT_CONFIRMED,
        /** It names a certificate that is not at hand and is being fetched: sent again, it may be accepted. */
        CERTIFICATE_NOT_AT_HAND,
        /** It names a certificate that is not the provider's, or is not valid now. */
        CERTIFICATE_WRONG
    }
}
