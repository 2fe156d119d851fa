package dev.refill.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Which payment to look up. With a reference the provider is asked for that object; without one it is searched by the
 * operation key in its metadata.
 *
 * @param operationKey the key that the charge was sent with
 * @param reference the provider's id if an answer ever told us, otherwise {@code null}
 * @param sentWithin when it may have been sent: a provider that cannot find a key has to be read through, and only this
 *        time is. Too short a time makes {@link NotFound} a lie
 */
public record LookupQuery(OperationKey operationKey, @Nullable ProviderReference reference, SentWithin sentWithin) {}
