package dev.refill.webhooks;

import java.util.Map;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;

/** The operators' hands on kept events. Everything is cold; each subscription is one autocommit statement. */
public interface Inbox {

    /**
     * The newest events in a state, newest first.
     *
     * @param limit 1 to 1,000
     * @return empty where none is in that state
     */
    Flux<InboxEntry> list(InboxState state, int limit);

    /** Makes a dead or not understood event ready again. Emits exactly one outcome; a cancel leaves it either way. */
    Mono<ReplayOutcome> replay(GatewayId gateway, String eventId);

    /** How many events are in each state but {@code DONE}, which is never counted; states without events are 0. */
    Mono<Map<InboxState, Long>> counts();
}
