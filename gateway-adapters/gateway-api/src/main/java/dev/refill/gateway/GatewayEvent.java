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
            PaymentObservation observation) implements GatewayEvent {

        public PaymentObserved {
            dedupeKey = ProviderText.of(dedupeKey);
        }
    }

    /**
     * The provider said something about a refund, ours or one that somebody made at the provider.
     *
     * @param operationKey the refund's own, {@code null} if it was not made by us
     * @param paymentKey the payment's, {@code null} where the object carries none: see {@link PaymentKeys}
     * @param payment the provider's id of the payment, which need not be the one that the order holds
     */
    record RefundObserved(GatewayId gateway, String dedupeKey, Instant occurredAt, @Nullable OperationKey operationKey,
            @Nullable OperationKey paymentKey, ProviderReference payment, RefundObservation observation)
            implements
                GatewayEvent {

        public RefundObserved {
            dedupeKey = ProviderText.of(dedupeKey);
        }
    }

    /**
     * The provider said something about a dispute.
     *
     * @param paymentKey the payment's, {@code null} where the object carries none: see {@link PaymentKeys}
     * @param payment the provider's id of the payment, which need not be the one that the order holds
     */
    record DisputeObserved(GatewayId gateway, String dedupeKey, Instant occurredAt, @Nullable OperationKey paymentKey,
            ProviderReference payment, DisputeObservation observation) implements GatewayEvent {

        public DisputeObserved {
            dedupeKey = ProviderText.of(dedupeKey);
        }
    }
}
