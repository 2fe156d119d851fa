package dev.refill.sandbox.adyen.link;

import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Subject;

/** {@code GET /paymentLinks/{id}} */
public final class ReadLink implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        return Links.existing(books, call.id());
    }
}
