package dev.refill.tmf654;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Mono;

/** Subscriptions to events, and their deliveries; a bean the application gives. All publishers are cold. */
public interface Hub {

    /** What came of a subscription. */
    sealed interface Outcome {

        /** @param secret by which deliveries are signed, told now and never again */
        record Done(String id, String secret) implements Outcome {}

        /** @param why in words for whoever asked */
        record Denied(String why) implements Outcome {}

        record CallbackTaken() implements Outcome {}

        record TooMany(int most) implements Outcome {}
    }

    /**
     * An event.
     *
     * @param id {@code evt_…}; the same event always has the same id
     * @param eventType as the specification has it, for example {@code TopupBalanceCreateEvent}
     * @param client whose subscriptions are told
     * @param body what is sent
     */
    record News(String id, String eventType, Instant at, String client, String body) {}

    /** @param eventTypes empty: all */
    Mono<Outcome> subscribe(String client, URI callback, List<String> eventTypes);

    /** Emits whether the client had it. */
    Mono<Boolean> unsubscribe(String client, String id);

    /** Keeps them for delivery; one whose id is known is passed over. Completes empty. */
    Mono<Void> tell(List<News> news);

    /** Where clients find the application, for example {@code https://refill.example}. */
    URI base();
}
