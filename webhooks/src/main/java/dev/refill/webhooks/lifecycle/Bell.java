package dev.refill.webhooks.lifecycle;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Wakes one sleeper. A ring while nobody sleeps is remembered, so that none is lost between looking and sleeping. */
public final class Bell {

    private volatile Sinks.Empty<Void> next = Sinks.empty();

    /** Any number of rings wake once. */
    public void ring() {
        next.tryEmitEmpty();
    }

    /** Forgets earlier rings; to be called before looking for what they announced. */
    public void reset() {
        next = Sinks.empty();
    }

    /** Completes at the first ring since the last reset. */
    public Mono<Void> rung() {
        return Mono.defer(() -> next.asMono());
    }
}
