package dev.refill.sandbox.stripe.dispute;

import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/disputes/{id}} */
final class RetrieveDispute implements Operation {

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> new Answer.Shown(200, Snapshot.of(DisputeOperations.existing(books, call.id())));
    }
}
