package dev.refill.gateway;

import reactor.core.publisher.Mono;

/** Gives captured money back. The Monos are as those of {@link PaymentGateway}: cold, one outcome each, never empty. */
public interface Refunds {

    /**
     * Carries out one refund. Safe to repeat with the same operation key: the provider gives back at most once.
     *
     * @return one outcome; a timeout or a connection lost after sending is {@link Unknown}
     */
    Mono<RefundOutcome> refund(RefundCommand command);

    /** Asks the provider what became of a refund, where it can be asked: otherwise {@link NotAskable}. Changes nothing there. */
    Mono<RefundLookupOutcome> lookupRefund(RefundQuery query);
}
