package dev.refill.sandbox.stripe.refund;

import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/refunds/{id}} */
final class RetrieveRefund implements Operation {

    @Override
    public Action prepare(Call call) {
        call.expanding(RefundOperations.EXPANDABLE);
        call.params().refuseRest();
        return books -> new Answer.Shown(200, Snapshot.of(RefundOperations.existing(books, call.id())));
    }
}
