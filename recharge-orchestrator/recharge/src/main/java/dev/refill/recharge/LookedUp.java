package dev.refill.recharge;

/**
 * What came of asking the provider.
 *
 * @param recharge the order after that
 * @param found what the provider said, in words
 */
public record LookedUp(Recharge recharge, String found) {}
