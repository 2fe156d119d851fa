package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.RefundCreateParams;

import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;

/**
 * Refunds a payment intent. Everything in the request comes from the command, so a second try with the same operation
 * key is the same request, which is what Stripe's idempotency asks for.
 */
final class RefundPayment {

    private static final String NEVER_PAID = "never_paid";

    private final StripeClient stripe;
    private final PaymentIntents intents;

    RefundPayment(StripeClient stripe, PaymentIntents intents) {
        this.stripe = stripe;
        this.intents = intents;
    }

    RefundOutcome refund(RefundCommand command) throws StripeException {
        var intent = intents.of(command.payment());
        return intent == null
                ? new RefundRefused(NEVER_PAID)
                : StripeRefunds.of(stripe.v1().refunds().create(request(command, intent), options(command)));
    }

    private static RefundCreateParams request(RefundCommand command, String intent) {
        return RefundCreateParams.builder()
                .setPaymentIntent(intent)
                .setAmount(StripeAmounts.toStripe(command.amount()))
                .putAllMetadata(Metadata.ofRefund(command.operationKey(), command.reason()))
                .build();
    }

    private static RequestOptions options(RefundCommand command) {
        return RequestOptions.builder().setIdempotencyKey(command.operationKey().value()).build();
    }
}
