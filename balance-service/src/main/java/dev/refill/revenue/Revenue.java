package dev.refill.revenue;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Recognises revenue. */
public interface Revenue {

    /**
     * Posts what a pool has earned since the last time, as one entry; none if there is nothing. One statement, safe to repeat and
     * on any number of nodes. A cancel gives up waiting; the entry may be written all the same.
     *
     * @return in minor units of its money, below zero if more was given back than consumed. Empty: another node is at it
     */
    Mono<Long> recognise(RevenuePool pool);

    /** The pools of which something was ever recognised, also those that nothing is sold for any more. */
    Flux<RevenuePool> pools();
}
