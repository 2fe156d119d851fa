package dev.refill.sandbox.paypal.wire;

import org.jspecify.annotations.Nullable;

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

    /**
     * Why the answer is an error although the call was carried out, and so is repeated under its request id; null when it is
     * none.
     *
     * @param left what the call returned, as it stood then
     */
    default @Nullable PaypalError errorOf(Subject left) {
        return null;
    }
}
