package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;

import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.Forgotten;
import dev.refill.gateway.NotSent;

/** Deletes the customer that a card was kept for, and so the card. Whom Stripe does not know any more, it has forgotten. */
final class ForgetCard {

    private final StripeClient stripe;

    ForgetCard(StripeClient stripe) {
        this.stripe = stripe;
    }

    ForgetOutcome forget(String token) throws StripeException {
        var customer = CardTokens.of(token).customer();
        if (customer == null) {
            // It was not kept by way of us, and is not ours to delete.
            return new NotSent(NotSent.Reason.REFUSED, null);
        }
        try {
            stripe.v1().customers().delete(customer);
            return new Forgotten();
        } catch (StripeException e) {
            return StripeErrors.isMissing(e) ? new Forgotten() : StripeErrors.ofLookup(e);
        }
    }
}
