package dev.refill.gateway;

import reactor.core.publisher.Mono;

/**
 * Tells whose a payment is. Events about disputes, and about refunds that somebody made at the provider, name the payment
 * by an id that our order may never have seen: Stripe's speak of the payment intent where the order holds the hosted
 * page's session.
 */
public interface PaymentKeys {

    /**
     * Reads the operation key from the payment's metadata.
     *
     * @param payment any of the provider's ids of the payment
     * @return one outcome; {@link NotFound} if the provider has no such payment, or one that is not ours
     */
    Mono<PaymentKeyOutcome> keyOf(ProviderReference payment);
}
