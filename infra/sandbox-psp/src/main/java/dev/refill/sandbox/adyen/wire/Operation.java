package dev.refill.sandbox.adyen.wire;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Refusal;

/** One call of the API. Runs on the bookkeeper's thread. */
@FunctionalInterface
public interface Operation {

    /**
     * @return what the answer shows
     * @throws Refusal before anything was recorded
     */
    Subject on(Books books, Call call);
}
