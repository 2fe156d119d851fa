package dev.refill.sandbox.paypal.refund;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Refund;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Refusal;

/** {@code GET /v2/payments/refunds/{id}} */
public final class ReadRefund implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        Refund refund = books.refunds().find(call.id());
        if (refund == null) {
            throw new Refusal(PaypalError.missing());
        }
        return refund;
    }
}
