package dev.refill.gateway;

import reactor.core.publisher.Mono;

/** Closes payments that nobody paid. The Monos are as those of {@link PaymentGateway}: cold, one outcome each. */
public interface Cancels {

    /**
     * Sees to it that the payment can no longer be paid, unless it was paid already. Never gives money back. Safe to
     * repeat: a payment that is closed stays so.
     *
     * @return how the payment stands now; a timeout or a connection lost after sending is {@link Unknown}
     */
    Mono<CancelOutcome> cancel(CancelCommand command);
}
