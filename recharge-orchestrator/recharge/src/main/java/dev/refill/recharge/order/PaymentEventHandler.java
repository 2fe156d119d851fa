package dev.refill.recharge.order;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.webhooks.GatewayEventHandler;
import dev.refill.webhooks.Handling;

/** Brings what webhooks say of payments to their orders. */
public final class PaymentEventHandler implements GatewayEventHandler {

    private final OrderStore store;
    private final SettleRecharge settle;

    public PaymentEventHandler(OrderStore store, SettleRecharge settle) {
        this.store = store;
        this.settle = settle;
    }

    @Override
    public Mono<Handling> handle(GatewayEvent event) {
        return switch (event) {
            case GatewayEvent.PaymentObserved observed -> orderOf(observed)
                    .flatMap(order -> settle.applyAside(order, observed.observation(), causeOf(observed)))
                    .<Handling>map(order -> new Handling.Done())
                    .defaultIfEmpty(new Handling.ObjectNotKnownYet(observed.observation().reference().value()));
            case GatewayEvent.RefundObserved observed -> notKnownYet(observed.observation().reference());
            case GatewayEvent.DisputeObserved observed -> notKnownYet(observed.observation().reference());
        };
    }

    /** Until orders have refunds and disputes, what is said of them is kept. */
    private static Mono<Handling> notKnownYet(ProviderReference reference) {
        return Mono.just(new Handling.ObjectNotKnownYet(reference.value()));
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
