package dev.refill.gateways.momo;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.LookupQuery;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.amount.UnpayableAmountException;

/**
 * Asks a customer to pay. MTN accepts at once and asks on the phone, where some five minutes are given; how long a payment
 * is payable is MTN's to say. Everything in the request comes from the command and goes under the id of its key, so a
 * second try is refused as a duplicate and read instead.
 */
final class ChargePhone {

    static final String RESOURCE = "requesttopay";

    private static final String PAYMENT = "Payment";

    private final MomoProduct collection;
    private final LookUpPayment lookUp;
    private final CallbackAddresses callbacks;

    ChargePhone(MomoProduct collection, LookUpPayment lookUp, CallbackAddresses callbacks) {
        this.collection = collection;
        this.lookUp = lookUp;
        this.callbacks = callbacks;
    }

    Mono<ChargeOutcome> charge(ChargeCommand command, MobileMoney phone) {
        var reference = ReferenceIds.of(command.operationKey());
        return Mono.defer(() -> collection.create(RESOURCE, reference, request(command, phone),
                callbacks.of(reference)))
                .flatMap(answer -> outcome(command, reference, answer))
                .onErrorResume(UnpayableAmountException.class, error -> Mono.just(MomoErrors.refused(error)))
                .onErrorResume(error -> Mono.just(MomoErrors.of(error)));
    }

    private static JsonNode request(ChargeCommand command, MobileMoney phone) {
        var note = PlainText.of(command.description(), PAYMENT);
        var request = JsonNodeFactory.instance.objectNode()
                .put("amount", MomoAmounts.toMomo(command.amount()))
                .put("currency", MomoAmounts.currency(command.amount()))
                .put("externalId", command.operationKey().value())
                .put("payerMessage", note)
                .put("payeeNote", note);
        request.putObject("payer").put("partyIdType", "MSISDN").put("partyId", phone.msisdn());
        return request;
    }

    private Mono<ChargeOutcome> outcome(ChargeCommand command, ProviderReference reference, MomoAnswer answer) {
        return switch (answer.status()) {
            case MomoAnswer.ACCEPTED -> Mono.just(new Pending(reference));
            case MomoAnswer.CONFLICT -> lookUp.lookUp(query(command, reference)).map(ChargePhone::sentBefore);
            default -> MomoErrors.isRefusalOfThePayer(answer)
                    ? lookUp.lookUp(query(command, reference)).map(found -> refused(reference, answer, found))
                    : Mono.just(MomoErrors.unresolved(answer));
        };
    }

    /** The wallet may be refused this time, and an earlier try be asked for on the phone all the same. */
    private static ChargeOutcome refused(ProviderReference reference, MomoAnswer answer, LookupOutcome found) {
        return found instanceof NotFound ? MomoPayments.declined(reference, answer.code()) : sentBefore(found);
    }

    private static LookupQuery query(ChargeCommand command, ProviderReference reference) {
        return new LookupQuery(command.operationKey(), reference, LookUpPayment.ANY_TIME);
    }

    private static ChargeOutcome sentBefore(LookupOutcome found) {
        return found instanceof PaymentObservation observation ? observation : MomoErrors.sentBefore(found);
    }
}
