package dev.refill.gateways.acme;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.RefundCommand;
import dev.refill.gateway.RefundOutcome;

/**
 * Gives money back, all of a payment or a part. Everything in the request comes from the command, so a second try with the
 * same operation key is the same request.
 */
final class RefundPayment {

    private final AcmeCalls acme;

    RefundPayment(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<RefundOutcome> refund(RefundCommand command) {
        return acme.post("/payments/{payment}/refunds", command.operationKey(), request(command),
                command.payment().value()).map(AcmeRefunds::of);
    }

    Map<String, ?> request(RefundCommand command) {
        throw new UnsupportedOperationException("RefundPayment.request is to be written: the path, and what Acme is asked to"
                + " give back of " + command.payment() + ", and which of its errors are a refusal");
    }
}
