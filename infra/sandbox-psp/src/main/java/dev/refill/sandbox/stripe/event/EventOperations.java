package dev.refill.sandbox.stripe.event;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Event;
import dev.refill.sandbox.stripe.json.StripeJson;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Body;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The operations on events and webhook endpoints, by what they do. */
public final class EventOperations {

    private EventOperations() {}

    public static Operation retrieve(StripeJson json) {
        return new RetrieveEvent(json);
    }

    public static Operation list(StripeJson json) {
        return new ListEvents(json);
    }

    public static Operation createEndpoint() {
        return new CreateEndpoint();
    }

    public static Operation retrieveEndpoint(StripeJson json) {
        return new RetrieveEndpoint(json);
    }

    public static Operation listEndpoints(StripeJson json) {
        return new ListEndpoints(json);
    }

    public static Operation deleteEndpoint() {
        return new DeleteEndpoint();
    }

    static Event existing(Books books, String id) {
        Event event = books.events().find(id);
        if (event == null) {
            throw new Refusal(ApiError.notFound("event", id, "id"));
        }
        return event;
    }

    static Endpoint existingEndpoint(Books books, String id) {
        Endpoint endpoint = books.endpoints().find(id);
        if (endpoint == null) {
            throw new Refusal(ApiError.notFound("webhook endpoint", id, "id"));
        }
        return endpoint;
    }

    static Body shown(StripeJson json, Books books, Event event) {
        int unsent = books.unsent(event.id());
        return out -> json.write(out, event, unsent, event.type(), StripeJson.API_VERSION);
    }
}
