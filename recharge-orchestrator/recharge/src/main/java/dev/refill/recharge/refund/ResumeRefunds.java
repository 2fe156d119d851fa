package dev.refill.recharge.refund;

import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.order.RestSchedule;
import dev.refill.recharge.order.ResumeDue;

/** The refunds that rest. */
public final class ResumeRefunds implements ResumeDue.Work<Refund> {

    private final RefundStore store;
    private final AdvanceRefund advance;
    private final RestSchedule<RefundState> schedule;

    public ResumeRefunds(RefundStore store, AdvanceRefund advance, RestSchedule<RefundState> schedule) {
        this.store = store;
        this.advance = advance;
        this.schedule = schedule;
    }

    @Override
    public Flux<Refund> takeDue(Instant now, Duration lease, int most) {
        return store.takeDue(now, lease, most);
    }

    @Override
    public Mono<Refund> advance(Refund refund) {
        return advance.advance(refund);
    }

    @Override
    public Mono<Void> rest(Refund before, Refund after, Instant now) {
        return after.version() != before.version()
                ? Mono.empty()
                : store.reschedule(before, schedule.after(before.state(), before.attempts(), now));
    }
}
