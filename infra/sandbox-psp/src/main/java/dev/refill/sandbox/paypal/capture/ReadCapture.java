package dev.refill.sandbox.paypal.capture;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.Subject;
import dev.refill.sandbox.paypal.wire.Call;
import dev.refill.sandbox.paypal.wire.Operation;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Refusal;

/** {@code GET /v2/payments/captures/{id}} */
public final class ReadCapture implements Operation {

    @Override
    public Subject on(Books books, Call call) {
        Payment capture = books.payments().find(call.id());
        if (capture == null) {
            throw new Refusal(PaypalError.missing());
        }
        return capture;
    }
}
