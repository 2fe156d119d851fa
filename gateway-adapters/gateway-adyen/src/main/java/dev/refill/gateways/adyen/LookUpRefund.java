package dev.refill.gateways.adyen;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundQuery;
import dev.refill.gateway.Unknown;

/** Adyen has no way to ask what became of a refund: its notification tells. So nothing is sent, and nothing is known. */
final class LookUpRefund {

    Mono<RefundLookupOutcome> lookUp(RefundQuery query) {
        return Mono.just(Unknown.gaveUp("Adyen tells of " + query.operationKey() + " by notification alone"));
    }
}
