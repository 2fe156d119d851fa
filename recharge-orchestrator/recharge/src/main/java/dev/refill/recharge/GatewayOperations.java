package dev.refill.recharge;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Money;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.PaymentMethodType;
import dev.refill.gateway.ProviderReference;

/**
 * The gateways as those use them who look after orders. What a person does is kept with who, why and when. All publishers are
 * cold; a cancel gives up waiting and nothing else.
 */
public interface GatewayOperations {

    /**
     * What a person said of a gateway.
     *
     * @param person the subject of the token or sign-in
     * @param reason why
     */
    record Switch(GatewayId gateway, boolean isOff, String person, String reason, Instant at) {}

    /**
     * How a gateway stands, as this node sees it.
     *
     * @param isWell whether it has answered well enough lately to be asked before others
     * @param switched what was said of it last; {@code null}: nothing ever was, and it takes payments
     */
    record Standing(GatewayId gateway, Set<PaymentMethodType> methods, boolean isWell, @Nullable Switch switched) {

        /** Whether it takes no new payment. */
        public boolean isOff() {
            return switched != null && switched.isOff();
        }
    }

    /**
     * Money of a payment that another one of its order has followed: its provider had said that nothing would come of it.
     *
     * @param at when it was first heard of
     */
    record StrayPayment(OperationKey payment, RechargeId recharge, GatewayId gateway, ProviderReference reference,
            Money captured, Instant at) {}

    /** What came of a person's word on a stray payment. */
    enum GivenBack {
        /** It is kept, and in the books. */
        KEPT,
        /** Somebody has said so before. */
        KNOWN,
        NO_SUCH_PAYMENT
    }

    /** Every gateway, by its name. */
    Flux<Standing> gateways();

    /**
     * Switches a gateway off, or on again. Off, it takes no new payment; what it holds is looked up, settled, cancelled and
     * refunded as ever. Other nodes notice within {@code refill.routing.switches-every}.
     *
     * @param person who does it, 1 to 255 characters
     * @param reason why, 1 to 500 characters
     * @return how it stands after that; empty: no such gateway
     */
    Mono<Standing> turn(GatewayId gateway, boolean off, String person, String reason);

    /** The stray payments that wait for somebody who gives them back at their providers, the oldest first; at most so many. */
    Flux<StrayPayment> strays(int most);

    /** How many such payments wait. */
    Mono<Long> straysWaiting();

    /** Keeps that a person has given back a stray payment at its provider: the provider owes us nothing for it any more. */
    Mono<GivenBack> givenBack(OperationKey payment, String person, String reason);
}
