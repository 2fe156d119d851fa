package dev.refill.finance.reconcile;

/**
 * Two sides that should say the same.
 *
 * @param comparesFees whether our side states fees; if not, theirs are not compared. What a pair began with stays
 */
public record Pair(PairId id, boolean comparesFees) {}
