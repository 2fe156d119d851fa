package dev.refill.recharge.order;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentKeyFound;
import dev.refill.gateway.PaymentKeyOutcome;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.Unresolved;

/** Finds the order of a payment that a provider names by an id which the order may never have seen. */
public final class FindOrder {

    private final OrderStore store;
    private final Gateways gateways;

    public FindOrder(OrderStore store, Gateways gateways) {
        this.store = store;
        this.gateways = gateways;
    }

    /** The provider could not be asked whose the payment is: to be tried again. */
    static final class OwnerNotTold extends RuntimeException {

        private static final long serialVersionUID = 1L;

        OwnerNotTold(Unresolved why) {
            super("the provider did not tell whose the payment is: " + why, null, false, false);
        }
    }

    /**
     * By the payment's operation key, by our own reference, and then by asking the provider.
     *
     * @param key {@code null}: the news did not carry it
     * @return empty: it is not of an order that is known here, or not yet
     */
    public Mono<Order> of(GatewayId gateway, @Nullable OperationKey key, ProviderReference payment) {
        return key != null
                ? store.byOperationKey(key)
                : store.byReference(gateway, payment).switchIfEmpty(Mono.defer(() -> asked(gateway, payment)));
    }

    private Mono<Order> asked(GatewayId gateway, ProviderReference payment) {
        return Mono.justOrEmpty(gateways.get(gateway).paymentKeys())
                .flatMap(keys -> keys.keyOf(payment))
                .flatMap(this::answered);
    }

    private Mono<Order> answered(PaymentKeyOutcome outcome) {
        return switch (outcome) {
            case PaymentKeyFound found -> store.byOperationKey(found.operationKey());
            case NotFound notFound -> Mono.empty();
            case Unresolved unresolved -> Mono.error(() -> new OwnerNotTold(unresolved));
        };
    }
}
