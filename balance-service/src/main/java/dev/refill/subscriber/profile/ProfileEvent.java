package dev.refill.subscriber.profile;

/** What happens to a profile. */
public enum ProfileEvent {
    PROVISIONED,
    /** The terms are others. */
    CONFIGURED,
    /** A number was added, or became the main one. */
    NUMBER_PUT,
    NUMBER_REMOVED,
    BARRED,
    FROZEN,
    REACTIVATED,
    CLOSED
}
