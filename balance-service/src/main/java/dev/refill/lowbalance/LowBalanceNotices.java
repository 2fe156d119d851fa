package dev.refill.lowbalance;

import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.ledger.LedgerUnit;

/** How others hear of credit that runs low; a bean the application gives. */
public interface LowBalanceNotices {

    /**
     * Hands these on, all or none. One that comes twice must count once. Cold; completes empty. An error: it is not known, and they come
     * again.
     *
     * @param crossings at most a few hundred
     */
    Mono<Void> crossed(List<Crossing> crossings);

    /**
     * Credit came below a mark.
     *
     * @param number its own for ever
     * @param mark the id of the mark
     * @param subscriber whose credit, a subscriber's id
     * @param threshold that of the mark
     * @param remaining what was left, 0 or more and less than the threshold
     */
    record Crossing(long number, String mark, String subscriber, LedgerUnit unit, long threshold, long remaining,
            Instant at) {}
}
