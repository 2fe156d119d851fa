package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Finds what has rested too long in a state that is not terminal, and carries each one step on.
 *
 * @param <T> an order, or a refund of one
 */
public final class ResumeDue<T> {

    private static final Logger log = LoggerFactory.getLogger(ResumeDue.class);

    private final Work<T> work;
    private final Clock clock;
    private final Duration lease;
    private final int batch;
    private final int concurrency;

    /**
     * @param lease for how long what was taken is left alone by other nodes
     * @param batch at most so many are taken at once
     * @param concurrency at most so many of them are worked on at once
     */
    public ResumeDue(Work<T> work, Clock clock, Duration lease, int batch, int concurrency) {
        this.work = work;
        this.clock = clock;
        this.lease = lease;
        this.batch = batch;
        this.concurrency = concurrency;
    }

    /** What there is to do. */
    public interface Work<T> {

        /** Takes what is due, for this caller alone until the lease ends; at most so many, the longest overdue first. */
        Flux<T> takeDue(Instant now, Duration lease, int most);

        /** It after one step; the same if no step could be made now. */
        Mono<T> advance(T due);

        /** Sets the next look at what has not moved, unless another has taken or moved it since. Completes empty. */
        Mono<Void> rest(T before, T after, Instant now);
    }

    /** Works through one batch of what is due; emits how many it took. */
    public Mono<Long> resumeDue() {
        // Collected first: a connection must not wait for providers.
        return work.takeDue(Instants.now(clock), lease, batch)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .flatMap(this::resume, concurrency)
                .count();
    }

    private Mono<T> resume(T due) {
        return work.advance(due)
                .onErrorResume(failure -> {
                    log.warn("could not be carried on: {}: {}", due, failure.toString());
                    return Mono.just(due);
                })
                .flatMap(after -> work.rest(due, after, Instants.now(clock)))
                .thenReturn(due);
    }
}
