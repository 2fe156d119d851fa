package dev.refill.webhooks.store;

import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;

/**
 * How far each gateway's event list was read, and by whom. Everything is cold; each subscription is one autocommit
 * statement and emits exactly one answer.
 */
public interface CursorStore {

    /**
     * Takes a cursor unless another lease on it runs.
     *
     * @param begin where a gateway begins that was never read
     */
    Mono<CursorHold> take(GatewayId gateway, String owner, Instant begin, Duration lease);

    /**
     * Moves the cursor on, never back, and renews the lease.
     *
     * @return whether the fence still held; if not, nothing has changed and nothing more may be done under it
     */
    Mono<Boolean> advance(GatewayId gateway, long fence, Instant reached, Duration lease);

    /** Moves the cursor to where a complete sweep ended, and gives it back. @return whether the fence still held */
    Mono<Boolean> complete(GatewayId gateway, long fence, Instant reached);

    /** Gives the cursor back where it is. @return whether the fence still held */
    Mono<Boolean> release(GatewayId gateway, long fence);
}
