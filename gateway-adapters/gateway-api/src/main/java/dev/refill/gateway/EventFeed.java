package dev.refill.gateway;

import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A provider's own list of what happened, for the webhooks that never came. A provider keeps it for some weeks, and may
 * list an event a little after it happened: who reads window after window lets them overlap.
 */
public interface EventFeed {

    /**
     * Every event that the provider kept in a window, oldest first.
     *
     * @param from the first moment that belongs to it; what happened earlier within its second may be read too
     * @param to the first moment that does not; the same holds for its second
     * @return a cold Flux; at most two pages are read ahead of demand. An error signal
     *         ({@link FeedInterruptedException}) if it cannot be read to the end, after all that could be
     */
    default Flux<FedEvent> since(Instant from, Instant to) {
        return read(new FeedPosition(from, to, null))
                .expand(this::next)
                .concatMap(EventFeed::events, 1)
                .concatMapIterable(page -> page, 1);
    }

    /**
     * Reads on from a position. What decorators guard, time and try again is this one call, however long the feed.
     *
     * @return one piece of bounded size, or why there is none
     */
    Mono<FeedOutcome> read(FeedPosition position);

    private Mono<FeedOutcome> next(FeedOutcome outcome) {
        var next = outcome instanceof FeedPage page ? page.next() : null;
        return next == null ? Mono.empty() : read(next);
    }

    private static Mono<List<FedEvent>> events(FeedOutcome outcome) {
        return switch (outcome) {
            case FeedPage page -> Mono.just(page.events());
            case Unresolved unresolved -> Mono.error(() -> new FeedInterruptedException(unresolved));
        };
    }
}
