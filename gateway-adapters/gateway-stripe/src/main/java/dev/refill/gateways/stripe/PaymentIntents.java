package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import org.jspecify.annotations.Nullable;

import dev.refill.gateway.ProviderReference;

/** Finds the payment intent of whatever an order holds: refunds know nothing of hosted pages. */
final class PaymentIntents {

    private final StripeClient stripe;

    PaymentIntents(StripeClient stripe) {
        this.stripe = stripe;
    }

    /** @return its id; {@code null} for a hosted page on which no card was tried yet */
    @Nullable
    String of(ProviderReference payment) throws StripeException {
        return payment.value().startsWith("cs_")
                ? stripe.v1().checkout().sessions().retrieve(payment.value()).getPaymentIntent()
                : payment.value();
    }
}
