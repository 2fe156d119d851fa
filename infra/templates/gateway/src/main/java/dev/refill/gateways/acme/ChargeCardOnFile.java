package dev.refill.gateways.acme;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.CardOnFile;

/**
 * Charges a card that Acme keeps. Everything in the request comes from the command, so a second try with the same operation
 * key is the same request.
 */
final class ChargeCardOnFile {

    private final AcmeCalls acme;

    ChargeCardOnFile(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<ChargeOutcome> charge(ChargeCommand command, CardOnFile card) {
        return acme.post("/payments", command.operationKey(), request(command, card)).map(AcmePayments::ofPayment);
    }

    /** With the operation key in the metadata, and the money captured at once: an authorisation is no payment to us. */
    Map<String, ?> request(ChargeCommand command, CardOnFile card) {
        throw new UnsupportedOperationException("ChargeCardOnFile.request is to be written: the path, and what Acme is asked"
                + " to take " + command.amount() + " from a " + card.getClass().getSimpleName());
    }
}
