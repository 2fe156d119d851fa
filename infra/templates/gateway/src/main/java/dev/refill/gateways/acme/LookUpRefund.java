package dev.refill.gateways.acme;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundQuery;

/** Asks Acme what became of a refund; as of a payment, only Acme's own word says that it is not found. */
final class LookUpRefund {

    private final AcmeCalls acme;

    LookUpRefund(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<RefundLookupOutcome> lookUp(RefundQuery query) {
        return acme.get(path(query), query.operationKey().value()).map(AcmeRefunds::of);
    }

    String path(RefundQuery query) {
        throw new UnsupportedOperationException("LookUpRefund.path is to be written: where Acme says what became of "
                + query.operationKey());
    }
}
