package dev.refill.gateway;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Which payment to look up. With a reference the provider is asked for that object; without one it is searched by the
 * operation key in its metadata.
 *
 * @param operationKey the key that the charge was sent with
 * @param reference the provider's id if an answer ever told us, otherwise {@code null}
 * @param sentAt when the charge was first sent, by our clock; lets a search without reference look into minutes instead
 *        of a whole day; {@code null} if it is not known
 */
public record LookupQuery(OperationKey operationKey, @Nullable ProviderReference reference, @Nullable Instant sentAt) {

    public LookupQuery(OperationKey operationKey, @Nullable ProviderReference reference) {
        this(operationKey, reference, null);
    }
}
