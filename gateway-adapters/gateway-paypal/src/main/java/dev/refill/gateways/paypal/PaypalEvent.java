package dev.refill.gateways.paypal;

import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.json.StrictJson;

/**
 * The envelope of a webhook.
 *
 * @param resourceVersion of the API that wrote the resource; empty if it does not say
 * @param resource what it is about
 */
record PaypalEvent(String id, String type, String createTime, String resourceVersion, JsonNode resource) {

    /** {@code null} for a body that is none, never an exception. */
    static @Nullable PaypalEvent read(byte[] body) {
        var event = StrictJson.object(body);
        if (event == null) {
            return null;
        }
        var id = StrictJson.text(event, "id");
        var type = StrictJson.text(event, "event_type");
        return isWord(id) && isWord(type) && event.path("resource").isObject()
                ? new PaypalEvent(id, type, StrictJson.text(event, "create_time"),
                        StrictJson.text(event, "resource_version"), event.path("resource"))
                : null;
    }

    /** Ids and types travel into keys, tags and pages. */
    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9_.-]{1,100}");
    }

    /** @throws java.time.DateTimeException if it is no date */
    Instant occurredAt() {
        return OffsetDateTime.parse(createTime).toInstant();
    }

    /** Whether the resource is written as this adapter reads it: what says nothing of its version is as it ever was. */
    boolean isOfKnownVersion() {
        return resourceVersion.isEmpty() || resourceVersion.matches("[12](\\.[0-9]{1,3})?");
    }
}
