package dev.refill.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Which refund to look up. With a reference the provider is asked for that object; without one it is searched among the
 * refunds of its payment by the operation key in their metadata.
 *
 * @param operationKey the key that the refund was sent with
 * @param reference the provider's id of the refund if an answer ever told us, otherwise {@code null}
 * @param payment the provider's id of the payment as the order holds it
 * @param sent when it may have been sent, for a provider that cannot list the refunds of one payment
 */
public record RefundQuery(OperationKey operationKey, @Nullable ProviderReference reference, ProviderReference payment,
        SentWithin sent) {}
