package dev.refill.webhooks;

import java.net.URI;
import java.util.List;

import reactor.core.publisher.Mono;

/** Endpoints that another API than our own registers for its clients. All publishers are cold. */
public interface Subscriptions {

    /** What came of a subscription. */
    sealed interface Subscribed {

        /** @param secret by which deliveries are signed, told now and never again */
        record Done(String id, String secret) implements Subscribed {}

        /** @param why in words for its owner */
        record Denied(String why) implements Subscribed {}

        record AddressTaken() implements Subscribed {}

        record TooMany(int most) implements Subscribed {}
    }

    /**
     * Tells an address what happens from now on. Emits once.
     *
     * @param owner whose events
     * @param types of events; empty: all
     */
    Mono<Subscribed> subscribe(String owner, URI address, List<String> types);

    /** Tells it nothing more. Emits whether the owner had it. */
    Mono<Boolean> unsubscribe(String owner, String id);
}
