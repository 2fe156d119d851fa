package dev.refill.sandbox.momo.refund;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Payment;
import dev.refill.sandbox.core.PaymentStatus;
import dev.refill.sandbox.momo.wire.Call;
import dev.refill.sandbox.momo.wire.MomoError;
import dev.refill.sandbox.momo.wire.Operation;
import dev.refill.sandbox.momo.wire.Replies;
import dev.refill.sandbox.momo.wire.Transfer;
import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;
import dev.refill.sandbox.wire.Reply;

/** {@code POST /disbursement/v1_0/refund} */
public final class CreateRefund implements Operation {

    @Override
    public Reply on(Books books, Call call) {
        Transfer transfer = Transfer.read(call.body());
        if (books.refunds().holds(call.reference())) {
            throw new Refusal(MomoError.taken());
        }
        Payment payment = books.payments().find(Json.text(transfer.body(), "referenceIdToRefund"));
        if (payment == null) {
            throw new Refusal(MomoError.unknownTransaction());
        }
        Charge charge = payment.charge();
        if (charge == null || payment.status() != PaymentStatus.CAPTURED) {
            throw new Refusal(MomoError.notCompleted());
        }
        if (transfer.amount() > charge.left()) {
            throw new Refusal(MomoError.tooMuch());
        }
        GivingBack.begin(books, call.reference(), payment, charge, transfer);
        return Replies.accepted();
    }
}
