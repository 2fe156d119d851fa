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
        if (reference == null) {
            return search.search(query);
        }
        var isSession = reference.value().startsWith("cs_");
        if (!isSession && !reference.value().startsWith("pi_")) {
            return search.search(query);
        }
        try {
            return isSession ? session(reference) : paymentIntent(reference);
        } catch (StripeException e) {
            return StripeErrors.ofRetrieve(e);
        }
    }

    private PaymentObservation session(ProviderReference reference) throws StripeException {
        var expanded = SessionRetrieveParams.builder().addExpand("payment_intent").build();
        return StripePayments.of(stripe.v1().checkout().sessions().retrieve(reference.value(), expanded));
    }

    private PaymentObservation paymentIntent(ProviderReference reference) throws StripeException {
        return StripePayments.of(stripe.v1().paymentIntents().retrieve(reference.value()));
    }
}
