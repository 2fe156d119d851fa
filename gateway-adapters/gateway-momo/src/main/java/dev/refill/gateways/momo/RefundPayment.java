package dev.refill.gateways.momo;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.refill.gateway.NotAskable;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundLookupOutcome;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;

/**
 * Gives back a payment, or a part of it, out of the account for disbursements. MTN accepts at once and says later what
 * became of it, to those who ask: no callback is wished for, as a refund waits for nobody. A second try is refused as a
 * duplicate and read instead.
 */
final class RefundPayment {

    static final String RESOURCE = "refund";

    private static final String REFUND = "Refund";

    private final MomoProduct disbursement;
    private final LookUpRefund lookUp;

    RefundPayment(MomoProduct disbursement, LookUpRefund lookUp) {
        this.disbursement = disbursement;
        this.lookUp = lookUp;
    }

    Mono<RefundOutcome> refund(RefundCommand command) {
        var reference = ReferenceIds.of(command.operationKey());
        return Mono.defer(() -> disbursement.create(RESOURCE, reference, request(command), null))
                .flatMap(answer -> outcome(command, reference, answer))
                .onErrorResume(UnpayableAmountException.class, error -> Mono.just(MomoErrors.refused(error)))
                .onErrorResume(error -> Mono.just(MomoErrors.of(error)));
    }

    private static JsonNode request(RefundCommand command) {
        var note = PlainText.of(command.reason(), REFUND);
        return JsonNodeFactory.instance.objectNode()
                .put("amount", MomoAmounts.toMomo(command.amount()))
                .put("currency", MomoAmounts.currency(command.amount()))
                .put("externalId", command.operationKey().value())
                .put("payerMessage", note)
                .put("payeeNote", note)
                .put("referenceIdToRefund", command.payment().value());
    }

    private Mono<RefundOutcome> outcome(RefundCommand command, ProviderReference reference, MomoAnswer answer) {
        return switch (answer.status()) {
            case MomoAnswer.ACCEPTED -> Mono.just(new RefundPending(reference));
            case MomoAnswer.CONFLICT -> lookUp.named(command.operationKey(), reference)
                    .map(RefundPayment::sentBefore);
            default -> MomoErrors.isRefusalOfTheRefund(answer)
                    ? lookUp.named(command.operationKey(), reference).map(found -> refused(answer, found))
                    : Mono.just(MomoErrors.unresolved(answer));
        };
    }

    /** What was refused this time, an earlier try may have given back: then there is nothing left of the payment. */
    private static RefundOutcome refused(MomoAnswer answer, RefundLookupOutcome found) {
        return found instanceof NotFound ? new RefundRefused(answer.code()) : sentBefore(found);
    }

    private static RefundOutcome sentBefore(RefundLookupOutcome found) {
        return switch (found) {
            case RefundObservation observation -> observation;
            case NotFound notFound -> MomoErrors.sentBefore(notFound);
            case NotAskable never -> MomoErrors.sentBefore(never);
            case Unresolved unresolved -> MomoErrors.sentBefore(unresolved);
        };
    }
}
