package dev.refill.sandbox.stripe.event;

import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/events/{id}} */
final class RetrieveEvent implements Operation {

    private final StripeJson json;

    RetrieveEvent(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> new Answer.Composed(
                EventOperations.shown(json, books, EventOperations.existing(books, call.id())));
    }
}
