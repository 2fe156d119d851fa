package dev.refill.posting;

/** In which unit a line of a rule is. */
public enum Leg {
    /** The currency of what is paid. */
    MONEY,
    /** The currency in which a provider charges for a dispute, which may be another one. */
    FEES,
    /** What the subscriber buys, holds and uses. */
    CREDIT
}
