package dev.refill.recharge.refund;

import java.time.Clock;
import java.time.Instant;

import reactor.core.publisher.Mono;

import dev.refill.recharge.order.Cause;
import dev.refill.recharge.order.Instants;
import dev.refill.recharge.order.RestSchedule;

/** The second person's word on a refund that is over the limit for one. */
public final class DecideRefund {

    private final RefundStore store;
    private final RestSchedule<RefundState> schedule;
    private final Clock clock;

    public DecideRefund(RefundStore store, RestSchedule<RefundState> schedule, Clock clock) {
        this.store = store;
        this.schedule = schedule;
        this.clock = clock;
    }

    Mono<RefundDecision> approve(RefundId id, String by) {
        return decide(id, RefundEvent.APPROVED, new Cause(by, Cause.Source.OPERATOR, null));
    }

    Mono<RefundDecision> reject(RefundId id, String by, String reason) {
        return decide(id, RefundEvent.REJECTED, new Cause(by, Cause.Source.OPERATOR, reason));
    }

    private Mono<RefundDecision> decide(RefundId id, RefundEvent event, Cause cause) {
        return Mono.defer(() -> store.byId(id))
                .flatMap(refund -> decide(refund, event, cause))
                .onErrorResume(RefundOvertaken.class, overtaken -> afterAnother(id, event, cause))
                .defaultIfEmpty(new RefundDecision.NoSuchRefund());
    }

    private Mono<RefundDecision> decide(Refund refund, RefundEvent event, Cause cause) {
        if (refund.requestedBy().equals(cause.actor())) {
            return Mono.just(new RefundDecision.SamePerson());
        }
        return Mono.justOrEmpty(RefundTransitions.next(refund.state(), event))
                .flatMap(to -> store.change(refund, change(event, to, cause)))
                .<RefundDecision>map(made -> new RefundDecision.Made(made, true))
                .defaultIfEmpty(repeated(refund, event, cause));
    }

    /** One that still waits was not overtaken by another decision: the money that it gives back is not there. */
    private Mono<RefundDecision> afterAnother(RefundId id, RefundEvent event, Cause cause) {
        return store.byId(id).map(refund -> refund.state() == RefundState.AWAITING_APPROVAL
                ? new RefundDecision.Disputed(refund)
                : repeated(refund, event, cause));
    }

    private static RefundDecision repeated(Refund refund, RefundEvent event, Cause cause) {
        boolean rejected = refund.state() == RefundState.REJECTED;
        return cause.actor().equals(refund.decidedBy()) && rejected == (event == RefundEvent.REJECTED)
                ? new RefundDecision.Made(refund, false)
                : new RefundDecision.NotOpen(refund);
    }

    private RefundChange change(RefundEvent event, RefundState to, Cause cause) {
        Instant now = Instants.now(clock);
        return new RefundChange(event, to, cause, now, schedule.first(to, now), null, cause.actor());
    }
}
