package dev.refill.sandbox.stripe.payment;

import java.util.List;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Charge;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code GET /v1/charges/{id}} */
final class RetrieveCharge implements Operation {

    @Override
    public Action prepare(Call call) {
        call.expanding(List.of("balance_transaction", "customer"));
        call.params().refuseRest();
        return books -> new Answer.Shown(200, Snapshot.of(existing(books, call.id())));
    }

    private static Charge existing(Books books, String id) {
        Charge charge = books.charges().find(id);
        if (charge == null) {
            throw new Refusal(ApiError.notFound("charge", id, "id"));
        }
        return charge;
    }
}
