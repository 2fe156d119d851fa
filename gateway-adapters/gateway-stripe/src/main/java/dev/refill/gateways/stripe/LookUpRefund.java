package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Refund;
import com.stripe.param.RefundListParams;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Unknown;

/**
 * Reads the refund that a reference names; without a usable one reads through the refunds of its payment, of which
 * Stripe keeps an exact list, until one carries the operation key.
 */
final class LookUpRefund {

    private final StripeClient stripe;
    private final PaymentIntents intents;
    private final Clock clock;
    private final Duration patience;

    /** @param patience after which no further page of the list is asked for */
    LookUpRefund(StripeClient stripe, PaymentIntents intents, Clock clock, Duration patience) {
        this.stripe = stripe;
        this.intents = intents;
        this.clock = clock;
        this.patience = patience;
    }

    RefundLookupOutcome lookUp(RefundQuery query) throws StripeException {
        var reference = query.reference();
        return reference != null && reference.value().startsWith("re_")
                ? named(reference, query)
                : searched(query);
    }

    /**
     * One that carries another key, or gives another payment back, is another refund, whoever says otherwise; one that was made at
     * Stripe carries none.
     */
    private RefundLookupOutcome named(ProviderReference reference, RefundQuery query) throws StripeException {
        try {
            var refund = stripe.v1().refunds().retrieve(reference.value());
            var itsKey = Metadata.operationKey(refund.getMetadata());
            var isIt = itsKey.isEmpty() ? isOf(query.payment(), refund) : itsKey.equals(query.operationKey().value());
            return isIt ? StripeRefunds.of(refund) : new NotFound();
        } catch (StripeException e) {
            return StripeErrors.isMissing(e) ? new NotFound() : StripeErrors.ofLookup(e);
        }
    }

    private boolean isOf(ProviderReference payment, Refund refund) throws StripeException {
        return Objects.equals(refund.getPaymentIntent(), intents.of(payment));
    }

    private RefundLookupOutcome searched(RefundQuery query) throws StripeException {
        var intent = intents.of(query.payment());
        if (intent == null) {
            return new NotFound();
        }
        var scan = scanned(intent, query.operationKey().value());
        var found = scan.found();
        if (found != null) {
            return StripeRefunds.of(found);
        }
        return scan.complete() ? new NotFound() : Unknown.gaveUp("not among the newest refunds of its payment");
    }

    private Scan<Refund> scanned(String intent, String key) throws StripeException {
        return Scan.through(
                after -> stripe.v1().refunds().list(RefundListParams.builder()
                        .setPaymentIntent(intent)
                        .setLimit(Scan.PAGE)
                        .setStartingAfter(after)
                        .build()),
                refund -> key.equals(Metadata.operationKey(refund.getMetadata())),
                new Allowance(clock, patience));
    }
}
