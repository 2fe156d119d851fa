package dev.refill.sandbox.stripe.wire;

import dev.refill.sandbox.core.Books;

/** What a request does to the books once its parameters were found good. Runs on the bookkeeper's thread. */
@FunctionalInterface
public interface Action {

    /** @throws Refusal before anything was recorded */
    Answer on(Books books);
}
