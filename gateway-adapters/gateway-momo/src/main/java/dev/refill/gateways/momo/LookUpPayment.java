package dev.refill.gateways.momo;

import java.time.Instant;

import reactor.core.publisher.Mono;

import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SentWithin;

/** Reads a request to pay. Its id is ours, so one whose answer was lost is read like any other. */
final class LookUpPayment {

    /** When it was sent plays no part where ids are ours. */
    static final SentWithin ANY_TIME = new SentWithin(Instant.MIN, Instant.MAX);

    private final MomoProduct collection;

    LookUpPayment(MomoProduct collection) {
        this.collection = collection;
    }

    Mono<LookupOutcome> lookUp(LookupQuery query) {
        var reference = ReferenceIds.of(query.reference(), query.operationKey());
        return collection.read(ChargePhone.RESOURCE, reference)
                .map(answer -> outcome(query.operationKey(), reference, answer))
                .onErrorResume(error -> Mono.just(MomoErrors.of(error)));
    }

    private static LookupOutcome outcome(OperationKey key, ProviderReference reference, MomoAnswer answer) {
        if (answer.status() == MomoAnswer.OK) {
            return MomoPayments.of(reference, answer.objectOf(key));
        }
        return answer.saysMissing() ? new NotFound() : MomoErrors.ofLookup(answer);
    }
}
