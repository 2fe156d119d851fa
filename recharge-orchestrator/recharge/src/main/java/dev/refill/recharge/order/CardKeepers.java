package dev.refill.recharge.order;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;

/** Knows which gateways keep which cards. */
@FunctionalInterface
public interface CardKeepers {

    /**
     * The gateway that keeps the card of a token. Cold; changes nothing.
     *
     * @return empty: it was not kept here, and nothing is known of it
     */
    Mono<GatewayId> keeperOf(String token);
}
