package dev.refill.gateways.adyen;

import reactor.core.publisher.Mono;

import dev.refill.gateway.NotAskable;
import dev.refill.gateway.RefundLookupOutcome;

/** Adyen has no way to ask what became of a refund: its notification tells. So nothing is sent, and nothing is known. */
final class LookUpRefund {

    Mono<RefundLookupOutcome> lookUp() {
        return Mono.just(new NotAskable());
    }
}
