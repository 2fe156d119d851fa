package dev.refill.webhooks;

import java.util.List;

import reactor.core.publisher.Mono;

/** Tells the endpoints of partners what has happened. The port for every module that has something to tell. */
public interface OutboundWebhooks {

    /**
     * Keeps the events and one delivery for each endpoint of their owners that wants their type, all or nothing, in one
     * statement. An event whose id is known is passed over, so a producer that does not know whether it has published
     * publishes again. An owner without endpoints is told nothing, and nothing is kept.
     *
     * <p>Cold; each subscription is one autocommit statement.
     *
     * @param events at most a few hundred
     * @return how many deliveries were made
     */
    Mono<Long> publish(List<OutboundEvent> events);
}
