package dev.refill.lowbalance;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.lowbalance.LowBalanceNotices.Crossing;

/** The outbox of crossings. All publishers are cold. */
interface Crossings {

    /** What nobody was told of yet, what was written first first. */
    Flux<Crossing> untold(int limit);

    /** Takes them out, whoever else does so as well. Completes empty. */
    Mono<Void> told(List<Crossing> crossings);
}
