package dev.refill.gateway;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Something that happened at a provider, in our words. */
public sealed interface GatewayEvent {

    GatewayId gateway();

    /** Chosen by the adapter; the same for every delivery of the same fact. */
    String dedupeKey();

    /** When it happened by the provider's clock; never used to order events. */
    Instant occurredAt();

    /**
     * The provider said something about a payment.
     *
     * @param operationKey ours from the provider's metadata, {@code null} where the object carries none
     */
    record PaymentObserved(GatewayId gateway, String dedupeKey, Instant occurredAt, @Nullable OperationKey operationKey,
            PaymentObservation observation) implements GatewayEvent {}
}
