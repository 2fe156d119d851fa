package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unresolved;

/**
 * Expires a hosted page or cancels a payment intent. Sent without an idempotency key: closing twice is closing once, and
 * under a key Stripe would answer a failure of its own again and again. What cannot be closed has ended already, which is
 * no error to us: then it is read how.
 */
final class ClosePayment {

    private final StripeClient stripe;
    private final LookUpPayment lookUp;

    ClosePayment(StripeClient stripe, LookUpPayment lookUp) {
        this.stripe = stripe;
        this.lookUp = lookUp;
    }

    CancelOutcome close(CancelCommand command) throws StripeException {
        var payment = command.payment();
        try {
            return closed(payment);
        } catch (InvalidRequestException e) {
            if (StripeErrors.isMissing(e)) {
                throw e;
            }
            return outcome(lookUp.named(payment));
        }
    }

    private PaymentObservation closed(ProviderReference payment) throws StripeException {
        return payment.value().startsWith("cs_")
                ? StripePayments.of(stripe.v1().checkout().sessions().expire(payment.value()))
                : StripePayments.of(stripe.v1().paymentIntents().cancel(payment.value()));
    }

    /** What was there a moment ago and now is not is a fault of somebody's, and nothing was closed. */
    private static CancelOutcome outcome(LookupOutcome found) {
        return switch (found) {
            case PaymentObservation observation -> observation;
            case NotFound _gone -> new NotSent(NotSent.Reason.REFUSED, null);
            case NotAskable _gone -> new NotSent(NotSent.Reason.REFUSED, null);
            case Unresolved unresolved -> unresolved;
        };
    }
}
