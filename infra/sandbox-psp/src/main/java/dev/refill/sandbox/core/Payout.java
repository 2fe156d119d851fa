package dev.refill.sandbox.core;

/**
 * The shop's balance in one currency, sent to its bank.
 *
 * @param amount minor units, above zero
 * @param transactionId the movement of the balance that it is itself
 * @param arrives Unix seconds, the beginning of a day
 */
public record Payout(String id, long amount, String currency, String transactionId, long arrives, long created) {}
