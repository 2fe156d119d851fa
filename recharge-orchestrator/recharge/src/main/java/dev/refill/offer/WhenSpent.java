package dev.refill.offer;

/** What happens to a subscriber whose payment goes back after the credit was spent, in part or whole. */
public enum WhenSpent {
    /** What is left is taken, what is missing is owed: the next recharge settles it first. */
    OWE,
    /** What is left is frozen and all of it is owed: nothing of what the subscriber had can be spent until it is settled. */
    FREEZE
}
