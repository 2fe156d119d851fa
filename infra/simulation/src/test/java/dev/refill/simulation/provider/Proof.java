package dev.refill.simulation.provider;

/** Why it was certain that a payment takes nothing. */
public enum Proof {
    /** Each of its tries was provably not sent. */
    NOT_SENT,
    /** A try was answered with a refusal that is its end. */
    REFUSED,
    /** A look-up, or the provider by itself, told of such a refusal. */
    FOUND,
    /** It was not. */
    NONE
}
