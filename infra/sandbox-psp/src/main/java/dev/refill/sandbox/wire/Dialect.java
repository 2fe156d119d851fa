package dev.refill.sandbox.wire;

import reactor.core.publisher.Mono;

/** One provider's way to speak: its API and the pages that its customers see. */
public interface Dialect {

    /** Whether a path is one of this provider's. */
    boolean has(String path);

    /** Cold; always emits one reply. Cancelling does not undo what has begun. */
    Mono<Reply> answer(Request request);

    /** What it says to a request that is too large to be read. */
    Reply tooLarge();
}
