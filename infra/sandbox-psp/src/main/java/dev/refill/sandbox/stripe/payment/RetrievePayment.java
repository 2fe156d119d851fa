package dev.refill.sandbox.stripe.payment;

import java.util.List;

import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/payment_intents/{id}} */
final class RetrievePayment implements Operation {

    @Override
    public Action prepare(Call call) {
        List<String> expanded = call.expanding(PaymentOperations.EXPANDABLE);
        call.params().accept("client_secret").refuseRest();
        return books -> new Answer.Shown(200,
                new Snapshot(PaymentOperations.existing(books, call.id()), null, expanded));
    }
}
