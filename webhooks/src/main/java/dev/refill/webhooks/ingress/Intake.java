package dev.refill.webhooks.ingress;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.ReceivedEvent;

/** Where authentic events go. */
@FunctionalInterface
public interface Intake {

    /** Emits after the event is committed; an error means that it may not be kept. A cancel does not take it back. */
    Mono<Kept> keep(ReceivedEvent event);
}
