package dev.refill.sandbox.paypal.order;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;

/** {@code GET /v2/checkout/orders/{id}} */
public final class ReadOrder implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        return Orders.existing(books, call.id());
    }
}
