package dev.refill.sandbox.wire;

import reactor.core.publisher.Mono;

/** Lets work go on when the caller hangs up, as a provider does. */
public final class Detached {

    private Detached() {}

    /** Cold: begins at subscription. Cancelling stops the waiting, not the work. */
    public static <T> Mono<T> from(Mono<T> work) {
        return Mono.fromFuture(work::toFuture, true);
    }
}
