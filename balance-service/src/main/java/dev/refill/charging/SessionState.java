package dev.refill.charging;

/** Where a session stands. */
public enum SessionState {
    /** It is used, and what was granted is held back. */
    OPEN,
    /** Nobody spoke of it for too long: nothing is held back. What was used is still taken in. */
    SILENT,
    /** It is over. */
    RELEASED
}
