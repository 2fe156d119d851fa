package dev.refill.webhooks;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayEvent;

/** What is done with an event. Implemented above this module; called again until it answers {@link Handling.Done}. */
public interface GatewayEventHandler {

    /**
     * Applies the event; repeated calls have one effect.
     *
     * @return exactly one answer; an error means try again later
     */
    Mono<Handling> handle(GatewayEvent event);
}
