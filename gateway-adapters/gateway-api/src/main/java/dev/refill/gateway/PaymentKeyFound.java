package dev.refill.gateway;

/** @param operationKey the key that the charge was sent with, from the payment's metadata */
public record PaymentKeyFound(OperationKey operationKey) implements PaymentKeyOutcome {}
