package dev.refill.gateways.acme;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;

/** Sees to it that nobody can pay a page any more. What was paid meanwhile is no error: then it is said how it stands. */
final class ClosePayment {

    private final AcmeCalls acme;

    ClosePayment(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<CancelOutcome> close(CancelCommand command) {
        return acme.post(path(command), command.operationKey(), Map.of(), command.payment().value())
                .map(AcmePayments::ofPage);
    }

    String path(CancelCommand command) {
        throw new UnsupportedOperationException("ClosePayment.path is to be written: where Acme closes " + command.payment()
                + ", under a key that is not the charge's");
    }
}
