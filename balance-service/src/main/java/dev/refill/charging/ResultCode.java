package dev.refill.charging;

/** What a request for units came to, as the network reads it; after 3GPP TS 32.291. */
public enum ResultCode {
    SUCCESS,
    /** The subscriber may not use the service: barred, frozen or closed. */
    END_USER_SERVICE_DENIED,
    /** There is nothing left that pays for more. */
    QUOTA_LIMIT_REACHED,
    USER_UNKNOWN,
    /** There is no tariff for it. */
    RATING_FAILED
}
