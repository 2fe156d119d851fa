package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Finds orders that have rested too long in a state that is not terminal, and carries each one step on. */
public final class ResumeStuckRecharges implements ResumeDue.Work<Order> {

    private final OrderStore store;
    private final AdvanceOrder advance;
    private final AttemptSchedule schedule;
    private final ResumeDue<Order> due;

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
        this.due = new ResumeDue<>(this, clock, lease, batch, concurrency);
    }

    /** Works through one batch of what is due; emits how many orders it took. */
    public Mono<Long> resumeDue() {
        return due.resumeDue();
    }

    @Override
    public Flux<Order> takeDue(Instant now, Duration lease, int most) {
        return store.takeDue(now, lease, most);
    }

    @Override
    public Mono<Order> advance(Order order) {
        return advance.advance(order);
    }

    @Override
    public Mono<Void> rest(Order before, Order after, Instant now) {
        return after.state().isTerminal() || after.recharge().version() != before.recharge().version()
                ? Mono.empty()
                : store.reschedule(before, schedule.after(after.state(), before.attempts(), now));
    }
}
