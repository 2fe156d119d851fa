package dev.refill.sandbox.stripe.event;

import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code GET /v1/webhook_endpoints/{id}}: without the secret. */
final class RetrieveEndpoint implements Operation {

    private final StripeJson json;

    RetrieveEndpoint(StripeJson json) {
        this.json = json;
    }

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> {
            Snapshot snapshot = Snapshot.of(EventOperations.existingEndpoint(books, call.id()));
            return new Answer.Composed(out -> json.write(out, snapshot));
        };
    }
}
