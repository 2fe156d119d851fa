package dev.refill.sandbox.core;

/**
 * Money in or out of the shop's balance.
 *
 * @param amount minor units, without a sign
 * @param fee what the provider took on top, minor units
 */
public record BalanceMovement(String id, long amount, long fee, long created) {}
