package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds orders that have rested too long in a state that is not terminal, and carries each one step on. */
public final class ResumeStuckRecharges {

    private static final Logger log = LoggerFactory.getLogger(ResumeStuckRecharges.class);

    private final OrderStore store;
    private final AdvanceOrder advance;
    private final AttemptSchedule schedule;
    private final Clock clock;
    private final Duration lease;
    private final int batch;
    private final int concurrency;

    /**
     * @param lease for how long an order that was taken is left alone by other nodes
     * @param batch at most so many orders are taken at once
     * @param concurrency at most so many of them are worked on at once
     */
    public ResumeStuckRecharges(OrderStore store, AdvanceOrder advance, AttemptSchedule schedule, Clock clock,
            Duration lease, int batch, int concurrency) {
        this.store = store;
        this.advance = advance;
        this.schedule = schedule;
        this.clock = clock;
        this.lease = lease;
        this.batch = batch;
        this.concurrency = concurrency;
    }

    /** Works through one batch of what is due; emits how many orders it took. */
    public Mono<Long> resumeDue() {
        // Collected first: a connection must not wait for providers.
        return store.takeDue(Instants.now(clock), lease, batch)
                .collectList()
                .flatMapMany(Flux::fromIterable)
                .flatMap(this::resume, concurrency)
                .count();
    }

    private Mono<Order> resume(Order order) {
        return advance.advance(order)
                .onErrorResume(failure -> {
                    log.warn("{}: could not be carried on from {}: {}", order.id(), order.state(), failure.toString());
                    return Mono.just(order);
                })
                .flatMap(after -> restIfUnmoved(order, after))
                .thenReturn(order);
    }

    private Mono<Void> restIfUnmoved(Order before, Order after) {
        if (after.state().isTerminal() || after.recharge().version() != before.recharge().version()) {
            return Mono.empty();
        }
        Instant next = schedule.after(after.state(), before.attempts(), Instants.now(clock));
        return store.reschedule(before, next);
    }
}
