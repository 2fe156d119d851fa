package dev.refill.gateways.adyen;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotAskable;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.ProviderReference;

/**
 * Reads a payment link. There is nothing else at Adyen that could be asked: no payment by its reference and none by our
 * key, so of those nobody knows until a notification tells. Nor is it documented how Adyen answers for a link that is not
 * there, so "not found" is never said.
 */
final class LookUpPayment {

    private final AdyenCalls adyen;

    LookUpPayment(AdyenCalls adyen) {
        this.adyen = adyen;
    }

    Mono<LookupOutcome> lookUp(LookupQuery query) {
        var reference = query.reference();
        return reference != null && AdyenPayments.isLink(reference)
                ? link(reference).cast(LookupOutcome.class)
                : Mono.just(new NotAskable());
    }

    Mono<PaymentObservation> link(ProviderReference reference) {
        return adyen.get("/paymentLinks/{link}", reference.value()).map(AdyenPayments::ofLink);
    }
}
