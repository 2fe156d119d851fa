package dev.refill.posting;

import java.util.Locale;

/** What in the account of a rule's line depends on the event. */
public enum Place {
    /** A provider of payments. */
    GATEWAY,
    /** Whoever holds the credit. */
    SUBSCRIBER,
    /** What the network was used for, or the credit went for. */
    SERVICE,
    DISPUTE,
    /** Our account with a bank, by its name. */
    BANK,
    /** What is earned by: as {@link #SERVICE}, and fees and breakage. */
    SOURCE,
    /** Of the subscriber's buckets, the one that the event is about. */
    BUCKET,
    /** Another subscriber's main bucket. */
    RECIPIENT,
    /** Where it was found to belong. */
    TARGET;

    /** Whether it stands for a bucket's whole name. */
    boolean isBucket() {
        return this == BUCKET || this == RECIPIENT;
    }

    /** As it stands in a rule. */
    String inBraces() {
        return "{" + name().toLowerCase(Locale.ROOT) + "}";
    }
}
