package dev.refill.gateway;

import reactor.core.publisher.Mono;

/**
 * Cards that the provider keeps for payers who have chosen so on its page. The Monos are as those of {@link PaymentGateway}: cold,
 * one outcome each, never empty.
 */
public interface SavedCards {

    /**
     * Asks which card a payment has left to be charged again. Changes nothing there.
     *
     * @param payment the provider's id of a captured payment, as the order holds it
     * @return one outcome; {@link NotFound} if none was kept, or the provider has no such payment
     */
    Mono<SavedCardOutcome> savedBy(ProviderReference payment);

    /**
     * Has the provider forget a card: it cannot be charged any more. Safe to repeat.
     *
     * @param token as {@link SavedCard} has it
     * @return one outcome; a timeout or a connection lost after sending is {@link Unknown}
     */
    Mono<ForgetOutcome> forget(String token);
}
