package dev.refill.gateways.momo;

import reactor.core.publisher.Mono;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundQuery;

/** Reads a refund. Its id is ours, so one whose answer was lost is read like any other. */
final class LookUpRefund {

    private final MomoProduct disbursement;

    LookUpRefund(MomoProduct disbursement) {
        this.disbursement = disbursement;
    }

    Mono<RefundLookupOutcome> lookUp(RefundQuery query) {
        return named(query.operationKey(), ReferenceIds.of(query.reference(), query.operationKey()));
    }

    Mono<RefundLookupOutcome> named(OperationKey key, ProviderReference reference) {
        return disbursement.read(RefundPayment.RESOURCE, reference)
                .map(answer -> outcome(key, reference, answer))
                .onErrorResume(error -> Mono.just(MomoErrors.of(error)));
    }

    private static RefundLookupOutcome outcome(OperationKey key, ProviderReference reference, MomoAnswer answer) {
        if (answer.status() == MomoAnswer.OK) {
            return isAnother(key, reference, answer)
                    ? new NotFound()
                    : MomoRefunds.of(reference, answer.objectOf(key));
        }
        return answer.saysMissing() ? new NotFound() : MomoErrors.ofLookup(answer);
    }

    /** By an id that somebody has named there may be a refund of another key. What stands under our own id and is not ours is unreadable. */
    private static boolean isAnother(OperationKey key, ProviderReference reference, MomoAnswer answer) {
        var its = MomoPayments.operationKey(answer.object());
        return !its.isEmpty() && !its.equals(key.value()) && !reference.equals(ReferenceIds.of(key));
    }
}
