package dev.refill.recharge.order;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.recharge.Cancellation;
import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeId;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.StartOutcome;
import dev.refill.recharge.StartRechargeCommand;
import dev.refill.recharge.lifecycle.MoneyWork;
import dev.refill.recharge.lifecycle.OpenWatches;
import dev.refill.recharge.lifecycle.RechargeChanges;

/** The orders as channels use them: hands money work to its worker and waits for the answer as long as is polite. */
public final class OrderDesk implements Recharges {

    private final StartRecharge start;
    private final CancelRecharge cancel;
    private final AdvanceOrder advance;
    private final OrderStore store;
    private final Gateways gateways;
    private final MoneyWork work;
    private final RechargeChanges changes;
    private final OpenWatches watches;
    private final Duration patience;

    /** @param patience how long a caller waits before it is answered with the state reached so far */
    public OrderDesk(StartRecharge start, CancelRecharge cancel, AdvanceOrder advance, OrderStore store,
            Gateways gateways, MoneyWork work, RechargeChanges changes, OpenWatches watches, Duration patience) {
        this.start = start;
        this.cancel = cancel;
        this.advance = advance;
        this.store = store;
        this.gateways = gateways;
        this.work = work;
        this.changes = changes;
        this.watches = watches;
        this.patience = patience;
    }

    @Override
    public Mono<StartOutcome> start(StartRechargeCommand command) {
        return work.detached(() -> start.start(command))
                .timeout(patience, Mono.defer(() -> reachedSoFar(command)));
    }

    @Override
    public Set<PaymentMethodType> paymentMethods() {
        return gateways.methods();
    }

    @Override
    public Mono<StartOutcome> started(String claimId) {
        return store.byClaim(claimId).map(StartRecharge::outcomeOf);
    }

    @Override
    public Mono<StartOutcome> withdraw(String claimId) {
        return store.withdraw(claimId).map(StartRecharge::outcomeOf);
    }

    @Override
    public Mono<Recharge> find(RechargeId id) {
        return store.byId(id).map(Order::recharge);
    }

    @Override
    public Mono<Recharge> refresh(RechargeId id) {
        return work.detached(() -> store.byId(id).flatMap(this::refresh))
                .map(Order::recharge)
                .timeout(patience, Mono.defer(() -> find(id)))
                .onErrorResume(failure -> find(id));
    }

    @Override
    public Mono<Cancellation> cancel(RechargeId id, String client) {
        return work.detached(() -> store.byId(id).flatMap(order -> cancel.cancel(order, client)))
                .timeout(patience, Mono.defer(() -> find(id).map(Cancellation.UnderWay::new)));
    }

    @Override
    public Flux<Sighting> watch(RechargeId id) {
        return watches.watch(changes.of(id), Mono.defer(() -> find(id)));
    }

    private Mono<Order> refresh(Order order) {
        return switch (order.state()) {
            case REQUIRES_ACTION, UNKNOWN, CANCELLING -> advance.refresh(order, Cause.Source.RETURN_PAGE);
            case PAID -> advance.advance(order);
            case CREATED, CHARGING, CREDITED, DECLINED, EXPIRED, CANCELLED, IN_REVIEW, RETURNED -> Mono.just(order);
        };
    }

    private Mono<StartOutcome> reachedSoFar(StartRechargeCommand command) {
        return started(command.claimId())
                .switchIfEmpty(Mono.error(() -> new TimeoutException("the order was not kept within " + patience)));
    }
}
