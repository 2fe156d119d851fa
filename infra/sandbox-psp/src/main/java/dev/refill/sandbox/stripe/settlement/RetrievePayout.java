package dev.refill.sandbox.stripe.settlement;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Payout;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code GET /v1/payouts/{id}} */
final class RetrievePayout implements Operation {

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> new Answer.Composed(StripeJson.payout(existing(books, call.id()), books.now()));
    }

    private static Payout existing(Books books, String id) {
        Payout payout = books.payouts().find(id);
        if (payout == null) {
            throw new Refusal(ApiError.notFound("payout", id, "payout"));
        }
        return payout;
    }
}
