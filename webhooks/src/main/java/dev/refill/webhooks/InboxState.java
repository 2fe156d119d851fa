package dev.refill.webhooks;

import java.util.Locale;

/** Where a kept event stands. */
public enum InboxState {

    /** Waits for its first handling, or for the one after a replay. */
    READY,
    /** Its handling failed and is tried again. */
    RETRY,
    /** Speaks of an object that is not known here yet; handed over again later. */
    PARKED,
    /** Handled; the only state whose body is purged. */
    DONE,
    /** Authentic, and nobody can say what it means; waits for a replay. */
    NOT_UNDERSTOOD,
    /** Given up; waits for a replay. */
    DEAD;

    /** Whether the processor will take it up by itself. */
    public boolean open() {
        return this == READY || this == RETRY || this == PARKED;
    }

    /** Whether an operator may make it ready again. */
    public boolean replayable() {
        return this == NOT_UNDERSTOOD || this == DEAD;
    }

    /** As it stands in the table and in metrics, for example {@code not_understood}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static InboxState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
