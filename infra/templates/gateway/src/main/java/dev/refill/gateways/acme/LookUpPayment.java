package dev.refill.gateways.acme;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;

/**
 * Asks Acme what became of a payment: by its reference, or by our operation key in its metadata if no answer ever told one.
 * Only Acme's own word says that it is not found; what cannot be asked is unknown.
 */
final class LookUpPayment {

    private final AcmeCalls acme;

    LookUpPayment(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<LookupOutcome> lookUp(LookupQuery query) {
        return acme.get(path(query), query.operationKey().value()).map(AcmePayments::ofPayment);
    }

    String path(LookupQuery query) {
        throw new UnsupportedOperationException("LookUpPayment.path is to be written: where Acme says what became of "
                + query.operationKey());
    }
}
