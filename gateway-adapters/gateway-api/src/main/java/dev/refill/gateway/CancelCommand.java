package dev.refill.gateway;

/**
 * Which unpaid payment to close.
 *
 * @param operationKey the key that the charge was sent with
 * @param payment the provider's id of the payment as the order holds it
 */
public record CancelCommand(OperationKey operationKey, ProviderReference payment) {}
