package dev.refill.recharge.order;

import java.util.function.Function;

import reactor.core.publisher.Mono;
import reactor.pool.Pool;
import reactor.pool.PoolBuilder;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.OperationKey;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

/** Brings what webhooks say of payments to their orders, and hands on what they say of refunds and disputes. */
public final class PaymentEventHandler implements GatewayEventHandler {

    /**
     * Most news of payments share their statements. Each of the rest takes a connection of its own, perhaps while it waits for its
     * order; so many at once leave connections to orders.
     */
    private static final int MOST_BY_THEMSELVES = 8;
    /** More than webhooks handle at once. */
    private static final int MOST_WAITING = 1_000;

    private final Pool<Boolean> turns = PoolBuilder.from(Mono.just(true))
            .maxPendingAcquire(MOST_WAITING)
            .sizeBetween(0, MOST_BY_THEMSELVES)
            .buildPool();
    private final OrderStore store;
    private final SettleRecharge settle;
    private final Function<GatewayEvent.RefundObserved, Mono<Handling>> refunds;
    private final Function<GatewayEvent.DisputeObserved, Mono<Handling>> disputes;

    /**
     * @param refunds to whom news of refunds is handed
     * @param disputes to whom news of disputes is handed
     */
    public PaymentEventHandler(OrderStore store, SettleRecharge settle,
            Function<GatewayEvent.RefundObserved, Mono<Handling>> refunds,
            Function<GatewayEvent.DisputeObserved, Mono<Handling>> disputes) {
        this.store = store;
        this.settle = settle;
        this.refunds = refunds;
        this.disputes = disputes;
    }

    @Override
    public Mono<Handling> handle(GatewayEvent event) {
        return switch (event) {
            case GatewayEvent.PaymentObserved observed -> orderOf(observed)
                    .flatMap(named -> apply(named, observed))
                    .<Handling>map(order -> new Handling.Done())
                    .defaultIfEmpty(new Handling.ObjectNotKnownYet(observed.observation().reference().value()));
            case GatewayEvent.RefundObserved observed -> byItself(Mono.defer(() -> refunds.apply(observed)));
            case GatewayEvent.DisputeObserved observed -> byItself(Mono.defer(() -> disputes.apply(observed)));
        };
    }

    private Mono<Order> apply(OrderStore.Named named, GatewayEvent.PaymentObserved observed) {
        return named.isFormer()
                ? settle.hearOfFormer(named, observed.observation(), causeOf(observed))
                : settle.applyAside(named.order(), observed.observation(), causeOf(observed));
    }

    private Mono<OrderStore.Named> orderOf(GatewayEvent.PaymentObserved observed) {
        OperationKey key = observed.operationKey();
        return key == null
                ? byItself(store.byReference(observed.gateway(), observed.observation().reference()))
                : store.byOperationKey(key).filter(named -> named.isAt(observed.gateway()));
    }

    private <T> Mono<T> byItself(Mono<T> work) {
        return turns.withPoolable(turn -> work).singleOrEmpty();
    }

    private static Cause causeOf(GatewayEvent.PaymentObserved observed) {
        return new Cause(observed.gateway().value(), Cause.Source.WEBHOOK, observed.dedupeKey());
    }
}
