package dev.refill.sandbox.momo.payment;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.momo.wire.Call;
import dev.refill.sandbox.momo.wire.MomoError;
import dev.refill.sandbox.momo.wire.Operation;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;

/** {@code GET /collection/v1_0/requesttopay/{reference}} */
public final class ReadPayment implements Operation {

    @Override
    public Reply on(Books books, Call call) {
        Asking.letRunOut(books);
        Payment payment = books.payments().find(call.reference());
        if (payment == null) {
            throw new Refusal(MomoError.unknownTransaction());
        }
        return Json.reply(200, PaymentJson.of(payment));
    }
}
