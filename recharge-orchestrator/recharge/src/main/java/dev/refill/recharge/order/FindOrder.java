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

    /** Whose a payment is. */
    public sealed interface Owner {

        record Known(Order order) implements Owner {}

        /** An order's, which another payment has followed: what is told of it is not told of the order. */
        record Former(Order order, Payment payment) implements Owner {}

        /** An order's of ours, as far as we can tell, which is not committed here yet. */
        record NotKnownYet() implements Owner {}

        /** The provider's account takes money for others, too, and this is theirs. */
        record NotOurs() implements Owner {}
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
     * @return exactly one owner; an error: to be asked again
     */
    public Mono<Owner> of(GatewayId gateway, @Nullable OperationKey key, ProviderReference payment) {
        return key != null
                ? of(gateway, key)
                : store.byReference(gateway, payment)
                        .map(FindOrder::owner)
                        .switchIfEmpty(Mono.defer(() -> asked(gateway, payment)));
    }

    private Mono<Owner> of(GatewayId gateway, OperationKey key) {
        return store.byOperationKey(key)
                .filter(named -> named.isAt(gateway))
                .map(FindOrder::owner)
                .defaultIfEmpty(new Owner.NotKnownYet());
    }

    private static Owner owner(OrderStore.Named named) {
        return named.isFormer()
                ? new Owner.Former(named.order(), named.payment())
                : new Owner.Known(named.order());
    }

    private Mono<Owner> asked(GatewayId gateway, ProviderReference payment) {
        return Mono.justOrEmpty(gateways.get(gateway).paymentKeys())
                .flatMap(keys -> keys.keyOf(payment))
                .flatMap(outcome -> answered(gateway, outcome))
                .defaultIfEmpty(new Owner.NotKnownYet());
    }

    private Mono<Owner> answered(GatewayId gateway, PaymentKeyOutcome outcome) {
        return switch (outcome) {
            case PaymentKeyFound found -> of(gateway, found.operationKey());
            case NotFound notFound -> Mono.just(new Owner.NotOurs());
            case Unresolved unresolved -> Mono.error(() -> new OwnerNotTold(unresolved));
        };
    }
}
