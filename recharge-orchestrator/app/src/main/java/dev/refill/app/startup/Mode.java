package dev.refill.app.startup;

/** What {@code refill.mode} may be. */
enum Mode {
    /** Real subscribers and real money; also what is assumed if nothing is said. */
    PRODUCTION,
    /** A developer's machine or a trial: sandbox secrets and plain http are allowed. */
    LOCAL
}
