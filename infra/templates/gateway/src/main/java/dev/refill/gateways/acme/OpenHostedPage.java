package dev.refill.gateways.acme;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.PaymentMethod.HostedPage;

/**
 * Opens a page at Acme on which a customer pays. Everything in the request comes from the command, so a second try with the
 * same operation key is the same request.
 */
final class OpenHostedPage {

    private final AcmeCalls acme;

    OpenHostedPage(AcmeCalls acme) {
        this.acme = acme;
    }

    Mono<ChargeOutcome> open(ChargeCommand command, HostedPage page) {
        return acme.post("/pages", command.operationKey(), request(command, page)).map(AcmePayments::ofPage);
    }

    /** With the operation key in the metadata, and the money captured at once: an authorisation is no payment to us. */
    Map<String, ?> request(ChargeCommand command, HostedPage page) {
        throw new UnsupportedOperationException("OpenHostedPage.request is to be written: the path, and what Acme is asked to"
                + " sell " + command.amount() + " with a way back to " + page.returnUrl());
    }
}
