package dev.refill.recharge.routing;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.recharge.GatewayOperations.Switch;

/**
 * What people said of each gateway, kept for good. A gateway that is off takes no new payment; what it holds is looked up,
 * settled, cancelled and refunded as ever. Every write is one statement that commits by itself; all publishers are cold.
 */
public interface GatewaySwitches {

    /** The latest word on each gateway of which anything was ever said. */
    Flux<Switch> latest();

    /** All that was said of a gateway, the latest first; at most so many. */
    Flux<Switch> of(GatewayId gateway, int most);

    /** Keeps it. Completes empty. */
    Mono<Void> set(Switch said);
}
