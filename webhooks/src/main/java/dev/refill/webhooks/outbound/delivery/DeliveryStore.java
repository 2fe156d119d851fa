package dev.refill.webhooks.outbound.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundWebhooks;
import dev.refill.webhooks.outbound.endpoint.EndpointId;

/** The port to events and deliveries. Everything is cold; each subscription is one autocommit statement. */
public interface DeliveryStore extends OutboundWebhooks {

    /** What came of the wish to have one event sent again. */
    enum Replayed {
        REPLAYED,
        /** It is on its way already. */
        PENDING,
        NOT_FOUND
    }

    /**
     * What waits.
     *
     * @param oldest when the oldest of them was made; {@code null}: none waits
     */
    record Waiting(long deliveries, @Nullable Instant oldest) {}

    /**
     * Takes due deliveries to endpoints that are enabled and did not ask for less, longest due first; nobody else can until
     * {@code lease} has passed.
     *
     * @param perEndpoint about so many to one endpoint are held by all workers together
     */
    Mono<List<TakenDelivery>> take(String worker, int limit, int perEndpoint, Duration lease);

    /** Ends an attempt. Emits whether it counted: not where its lease ended and another worker took it. */
    Mono<Boolean> mark(DeliveryMark mark);

    /** Makes what the worker holds due at once and gives the try back; for a worker that stops. @return how many */
    Mono<Long> release(String worker);

    /**
     * The newest deliveries to an endpoint of the owner, newest first.
     *
     * @param before continues at a position; {@code null}: from the newest
     */
    Flux<DeliveryEntry> list(String owner, EndpointId endpoint, @Nullable Long before, int limit);

    /** Has one event of the owner sent to the endpoint again, or for the first time. */
    Mono<Replayed> replay(String owner, EndpointId endpoint, String eventId);

    /**
     * Has events sent again that occurred since a time, of the types that the endpoint wants, the oldest first: those that
     * are dead or were never sent to it.
     *
     * @param delivered those that were delivered, too
     * @return how many; {@code limit}: perhaps there are more
     */
    Mono<Long> replaySince(String owner, EndpointId endpoint, Instant since, boolean delivered, int limit);

    /** What waits at endpoints that are enabled. */
    Mono<Waiting> waiting();

    /**
     * Forgets what was finished and published before a time, and gives up what waits for endpoints that are deleted, or that
     * were disabled all that time.
     *
     * @param limit of rows of each kind
     * @return how many rows of all kinds
     */
    Mono<Long> purge(Instant before, int limit);
}
