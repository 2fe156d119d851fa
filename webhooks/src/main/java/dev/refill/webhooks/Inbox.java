package dev.refill.webhooks;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;

/** The operators' hands on kept events. Everything is cold; each subscription is one autocommit statement. */
public interface Inbox {

    /**
     * The newest events in a state, newest first.
     *
     * @param limit 1 to 1,000
     * @return empty where none is in that state
     */
    default Flux<InboxEntry> list(InboxState state, int limit) {
        return list(state, null, limit);
    }

    /**
     * The events in a state, newest first.
     *
     * @param before the sequence of the last one of the page before; {@code null}: from the newest
     * @param limit 1 to 1,000
     */
    Flux<InboxEntry> list(InboxState state, @Nullable Long before, int limit);

    /** One event with its body and what people did to it. Empty: no such event was ever kept. */
    Mono<InboxFile> find(GatewayId gateway, String eventId);

    /**
     * Makes a dead or not understood event ready again, and keeps who did so and why. Emits exactly one outcome; a cancel
     * leaves it either way.
     *
     * @param person 1 to 255 characters
     * @param reason 1 to 500 characters
     */
    Mono<ReplayOutcome> replay(GatewayId gateway, String eventId, String person, String reason);

    /** How many events nobody could understand, by why; a reason without any is missing. */
    Mono<Map<Translation.Reason, Long>> notUnderstood();

    /** How many events are in each state but {@code DONE}, which is never counted; states without events are 0. */
    Mono<Map<InboxState, Long>> counts();
}
