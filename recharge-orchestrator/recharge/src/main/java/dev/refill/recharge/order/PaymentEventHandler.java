package dev.refill.recharge.order;

import java.util.function.Function;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.OperationKey;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

/** Brings what webhooks say of payments to their orders, and hands on what they say of refunds and disputes. */
public final class PaymentEventHandler implements GatewayEventHandler {

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
                    .flatMap(order -> settle.applyAside(order, observed.observation(), causeOf(observed)))
                    .<Handling>map(order -> new Handling.Done())
                    .defaultIfEmpty(new Handling.ObjectNotKnownYet(observed.observation().reference().value()));
            case GatewayEvent.RefundObserved observed -> refunds.apply(observed);
            case GatewayEvent.DisputeObserved observed -> disputes.apply(observed);
        };
    }

    private Mono<Order> orderOf(GatewayEvent.PaymentObserved observed) {
        OperationKey key = observed.operationKey();
        return key == null
                ? store.byReference(observed.gateway(), observed.observation().reference())
                : store.byOperationKey(key);
    }

    private static Cause causeOf(GatewayEvent.PaymentObserved observed) {
        return new Cause(observed.gateway().value(), Cause.Source.WEBHOOK, observed.dedupeKey());
    }
}
