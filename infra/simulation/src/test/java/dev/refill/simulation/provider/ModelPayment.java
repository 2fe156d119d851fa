package dev.refill.simulation.provider;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;

/** A payment as the provider has it. */
final class ModelPayment {

    final OperationKey key;
    final ProviderReference reference;
    final Money asked;
    /** Where another card may follow one that is refused. */
    final boolean isOnPage;
    final Instant madeAt;
    PaymentObservation now;
    @Nullable
    Money captured;

    ModelPayment(OperationKey key, ProviderReference reference, Money asked, boolean isOnPage, Instant madeAt,
            PaymentObservation now) {
        this.key = key;
        this.reference = reference;
        this.asked = asked;
        this.isOnPage = isOnPage;
        this.madeAt = madeAt;
        this.now = now;
    }
}
