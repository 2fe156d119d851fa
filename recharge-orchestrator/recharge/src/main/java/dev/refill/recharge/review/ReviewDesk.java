package dev.refill.recharge.review;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.Decision;
import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.LookedUp;
import dev.refill.recharge.OrderFile;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.RestingOrder;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.order.OrderStore;

/** The orders as those use them who look after them: hands money work to its worker. */
public final class ReviewDesk implements RechargeOperations {

    private final OrderStore orders;
    private final ReviewStore store;
    private final LookUpByHand lookUp;
    private final DecideReview decide;
    private final MoneyWork work;
    private final Duration alarmAfter;
    private final Clock clock;

    /** @param alarmAfter who rests for longer is overdue */
    public ReviewDesk(OrderStore orders, ReviewStore store, LookUpByHand lookUp, DecideReview decide, MoneyWork work,
            Duration alarmAfter, Clock clock) {
        this.orders = orders;
        this.store = store;
        this.lookUp = lookUp;
        this.decide = decide;
        this.work = work;
        this.alarmAfter = alarmAfter;
        this.clock = clock;
    }

    @Override
    public Flux<RestingOrder> list(RechargeState state, @Nullable RechargeId after, int limit) {
        if (state.isTerminal() && state != RechargeState.IN_REVIEW) {
            throw new IllegalArgumentException("state: " + state + " (expected: one in which orders rest)");
        }
        return store.list(state, after, limit);
    }

    @Override
    public Flux<RestingCount> counts() {
        return Flux.defer(() -> store.counts(clock.instant().minus(alarmAfter)));
    }

    @Override
    public Mono<OrderFile> find(RechargeId id) {
        return store.find(id);
    }

    @Override
    public Mono<LookedUp> lookUp(RechargeId id, String person) {
        return work.detached(() -> orders.byId(id).flatMap(order -> lookUp.lookUp(order, person)));
    }

    @Override
    public Mono<DecisionOutcome> decide(RechargeId id, long version, Decision decision, String person, String reason) {
        var wish = new DecideReview.Wish(version, decision, person, reason);
        return work.detached(() -> orders.byId(id).flatMap(order -> decide.decide(order, wish)));
    }
}
