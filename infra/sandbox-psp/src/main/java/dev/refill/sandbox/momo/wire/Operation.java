package dev.refill.sandbox.momo.wire;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;

/** One call of the API. Runs on the bookkeeper's thread. */
@FunctionalInterface
public interface Operation {

    /** @throws Refusal before anything was recorded */
    Reply on(Books books, Call call);
}
