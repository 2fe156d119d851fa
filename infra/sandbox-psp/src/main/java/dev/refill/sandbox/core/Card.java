package dev.refill.sandbox.core;

/**
 * What may be kept of a card.
 *
 * @param brand as providers spell it, {@code visa}
 * @param last4 the last four digits; the others are forgotten as soon as they were judged
 */
public record Card(String brand, String last4, int expiryMonth, int expiryYear) {}
