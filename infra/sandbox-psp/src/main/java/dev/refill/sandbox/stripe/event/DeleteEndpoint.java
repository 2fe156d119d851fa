package dev.refill.sandbox.stripe.event;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;

/** {@code DELETE /v1/webhook_endpoints/{id}} */
final class DeleteEndpoint implements Operation {

    @Override
    public Action prepare(Call call) {
        call.params().refuseRest();
        return books -> delete(books, call.id());
    }

    private static Answer delete(Books books, String id) {
        Endpoint endpoint = EventOperations.existingEndpoint(books, id);
        books.record(new Change.EndpointGone(endpoint.id()));
        return new Answer.Composed(out -> deleted(out, endpoint));
    }

    private static void deleted(JsonGenerator out, Endpoint endpoint) {
        out.writeStartObject();
        out.writeStringProperty("id", endpoint.id());
        out.writeStringProperty("object", "webhook_endpoint");
        out.writeBooleanProperty("deleted", true);
        out.writeEndObject();
    }
}
