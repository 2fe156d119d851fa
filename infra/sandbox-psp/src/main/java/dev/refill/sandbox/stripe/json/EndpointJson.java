package dev.refill.sandbox.stripe.json;

import tools.jackson.core.JsonGenerator;

import dev.refill.sandbox.core.Endpoint;

/** A webhook endpoint. */
final class EndpointJson {

    private EndpointJson() {}

    /** @param withSecret only in the answer to its creation */
    static void write(JsonGenerator json, Endpoint endpoint, boolean withSecret) {
        json.writeStartObject();
        json.writeStringProperty("id", endpoint.id());
        json.writeStringProperty("object", "webhook_endpoint");
        Fields.text(json, "api_version", endpoint.apiVersion());
        json.writeNullProperty("application");
        json.writeNumberProperty("created", endpoint.created());
        Fields.text(json, "description", endpoint.description());
        Fields.texts(json, "enabled_events", endpoint.types());
        json.writeBooleanProperty("livemode", false);
        Fields.metadata(json, endpoint.metadata());
        if (withSecret) {
            json.writeStringProperty("secret", endpoint.secret());
        }
        json.writeStringProperty("status", "enabled");
        json.writeStringProperty("url", endpoint.url());
        json.writeEndObject();
    }
}
