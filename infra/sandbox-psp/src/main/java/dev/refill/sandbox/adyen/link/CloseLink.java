package dev.refill.sandbox.adyen.link;

import dev.refill.sandbox.adyen.wire.AdyenError;
import dev.refill.sandbox.adyen.wire.Call;
import dev.refill.sandbox.adyen.wire.Operation;
import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Checkout;
import dev.refill.sandbox.core.CheckoutStatus;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/** {@code PATCH /paymentLinks/{id}}, which can do one thing. */
public final class CloseLink implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        if (!Json.text(call.body(), "status").equals("expired")) {
            throw new Refusal(AdyenError.invalid("status", "expired"));
        }
        Checkout link = Links.existing(books, call.id());
        if (link.status() != CheckoutStatus.OPEN) {
            throw new Refusal(AdyenError.notActive());
        }
        return Links.expire(books, link);
    }
}
