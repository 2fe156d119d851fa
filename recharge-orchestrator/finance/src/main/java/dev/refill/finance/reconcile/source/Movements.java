package dev.refill.finance.reconcile.source;

import java.time.Instant;

import reactor.core.publisher.Flux;

/**
 * A side's account of what happened at a provider: our payments and refunds, or what the ledger holds of them. The application implements it
 * over the module that has them, which finance does not see.
 */
public interface Movements {

    /**
     * What happened in a window, each once, in any order. The same window again says at least the same.
     *
     * @param from the first moment that belongs to it
     * @param to the first moment that does not
     * @return a cold Flux that reads no faster than it is asked; an error if it cannot be read to the end, after all that could be
     */
    Flux<Movement> between(Instant from, Instant to);
}
