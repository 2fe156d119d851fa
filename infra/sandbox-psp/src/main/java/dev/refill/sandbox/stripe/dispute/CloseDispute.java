package dev.refill.sandbox.stripe.dispute;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Dispute;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code POST /v1/disputes/{id}/close}: the shop gives in. */
final class CloseDispute implements Operation {

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> close(books, call);
    }

    private static Answer close(Books books, Call call) {
        Dispute lost = Disputing.lose(books, DisputeOperations.existing(books, call.id()), call.cause());
        if (lost == null) {
            throw new Refusal(ApiError.invalid(null, null, "This dispute is already closed."));
        }
        return new Answer.Shown(200, Snapshot.of(lost));
    }
}
