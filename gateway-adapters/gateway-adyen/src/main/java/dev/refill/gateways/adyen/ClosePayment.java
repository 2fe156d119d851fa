package dev.refill.gateways.adyen;

import java.util.Map;

import reactor.core.publisher.Mono;

import dev.refill.gateway.CancelCommand;
import dev.refill.gateway.CancelOutcome;
import dev.refill.gateway.PaymentObservation;
import dev.refill.gateway.Pending;
import dev.refill.gateway.ProviderReference;

/**
 * Expires a payment link. What Adyen will not expire has ended already or is being paid, which is no error to us: then it
 * is read how it stands. A payment itself is left alone: Adyen's cancel voids what was authorised and not yet captured,
 * which to us is paid, and an authorisation that nobody gives ends by itself.
 */
final class ClosePayment {

    private final AdyenCalls adyen;
    private final LookUpPayment lookUp;

    ClosePayment(AdyenCalls adyen, LookUpPayment lookUp) {
        this.adyen = adyen;
        this.lookUp = lookUp;
    }

    Mono<CancelOutcome> close(CancelCommand command) {
        var payment = command.payment();
        return AdyenPayments.isLink(payment)
                ? expired(payment).cast(CancelOutcome.class)
                : Mono.just(new Pending(payment));
    }

    private Mono<PaymentObservation> expired(ProviderReference link) {
        return adyen.patch("/paymentLinks/{link}", Map.of("status", "expired"), link.value())
                .map(AdyenPayments::ofLink)
                .onErrorResume(ClosePayment::isNotOpen, _error -> lookUp.link(link));
    }

    private static boolean isNotOpen(Throwable error) {
        return error instanceof ErrorAnswerException answer && answer.status() == 422
                && !AdyenErrors.isKeyInUse(answer);
    }
}
