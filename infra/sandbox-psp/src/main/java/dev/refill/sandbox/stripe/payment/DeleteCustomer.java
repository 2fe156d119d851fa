package dev.refill.sandbox.stripe.payment;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** {@code DELETE /v1/customers/{id}}: whatever is kept for the customer is forgotten. There are customers only of kept cards. */
final class DeleteCustomer implements Operation {

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> delete(books, call.id());
    }

    private static Answer delete(Books books, String id) {
        if (books.keptCards().all(card -> id.equals(card.customer())).isEmpty()) {
            throw new Refusal(ApiError.notFound("customer", id, "id"));
        }
        books.record(new Change.CustomerGone(id));
        return new Answer.Composed(out -> deleted(out, id));
    }

    private static void deleted(JsonGenerator out, String id) {
        out.writeStartObject();
        out.writeStringProperty("id", id);
        out.writeStringProperty("object", "customer");
        out.writeBooleanProperty("deleted", true);
        out.writeEndObject();
    }
}
