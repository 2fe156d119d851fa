package dev.refill.webhooks.outbound.endpoint;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The port to endpoints. Everything is cold; each subscription is one autocommit statement. What another owns is not there. */
public interface EndpointStore {

    /** What came of a registration. */
    enum Added {
        ADDED,
        /** The owner has an endpoint at that address. */
        ADDRESS_TAKEN,
        /** The owner has as many as one may have. */
        TOO_MANY
    }

    /** What came of a new secret. */
    enum Rotated {
        ROTATED,
        NOT_FOUND,
        /** As many secrets as may sign at one time do. */
        TOO_MANY_LIVE
    }

    /** Adds an enabled endpoint with its first secret. */
    Mono<Added> add(EndpointId id, String owner, URI url, List<String> eventTypes, String sealedSecret, int most);

    /** The owner's endpoints, oldest first. */
    Flux<Endpoint> list(String owner);

    /** Empty: not there. */
    Mono<Endpoint> find(String owner, EndpointId id);

    /** Enables it, or disables it by its owner's wish. Empty: not there. */
    Mono<Endpoint> enable(String owner, EndpointId id, boolean enabled);

    /** Forgets its secrets at once; its pending deliveries are given up. Emits whether it was there. */
    Mono<Boolean> delete(String owner, EndpointId id);

    /**
     * Adds a secret. Those before it go on signing for the overlap, so that a receiver can change over.
     *
     * @param mostLive so many secrets may sign at one time
     */
    Mono<Rotated> rotate(String owner, EndpointId id, String sealedSecret, Duration overlap, int mostLive);

    /** How many endpoints answered 410 and were not enabled again. */
    Mono<Long> countGone();
}
