package dev.refill.gateways.stripe;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.param.checkout.SessionRetrieveParams;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;

/** Reads the object that a reference names; without a usable reference the payment is searched. */
final class LookUpPayment {

    private final StripeClient stripe;
    private final SearchPayment search;

    LookUpPayment(StripeClient stripe, SearchPayment search) {
        this.stripe = stripe;
        this.search = search;
    }

    LookupOutcome lookUp(LookupQuery query) throws StripeException {
        var reference = query.reference();
        return reference == null || !isUsable(reference) ? search.search(query) : named(reference);
    }

    LookupOutcome named(ProviderReference reference) {
        try {
            return isSession(reference) ? session(reference) : paymentIntent(reference);
        } catch (StripeException e) {
            return StripeErrors.ofRetrieve(e);
        }
    }

    private static boolean isUsable(ProviderReference reference) {
        return isSession(reference) || reference.value().startsWith("pi_");
    }

    private static boolean isSession(ProviderReference reference) {
        return reference.value().startsWith("cs_");
    }

    private PaymentObservation session(ProviderReference reference) throws StripeException {
        var expanded = SessionRetrieveParams.builder().addExpand("payment_intent").build();
        return StripePayments.of(stripe.v1().checkout().sessions().retrieve(reference.value(), expanded));
    }

    private PaymentObservation paymentIntent(ProviderReference reference) throws StripeException {
        return StripePayments.of(stripe.v1().paymentIntents().retrieve(reference.value()));
    }
}
