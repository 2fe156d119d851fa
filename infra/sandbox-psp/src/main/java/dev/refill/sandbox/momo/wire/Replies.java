package dev.refill.sandbox.momo.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import dev.refill.sandbox.wire.Reply;

/** What MTN answers. */
public final class Replies {

    private Replies() {}

    /** It will be done, and nothing more is known of it. */
    public static Reply accepted() {
        return new Reply.Sent(202, Map.of(), ByteBuffer.allocate(0));
    }

    public static Reply found(JsonNode object) {
        return json(200, object);
    }

    public static Reply of(MomoError error) {
        return json(error.status(), JsonNodeFactory.instance.objectNode()
                .put("code", error.code())
                .put("message", error.message()));
    }

    /** What stands before MTN's API speaks otherwise than the API. */
    public static Reply byTheGateway(int status, Map<String, String> headers, String message) {
        return new Reply.Sent(status, headers, bytes(JsonNodeFactory.instance.objectNode()
                .put("statusCode", status)
                .put("message", message)));
    }

    private static Reply json(int status, JsonNode object) {
        return new Reply.Sent(status, Map.of(), bytes(object));
    }

    private static ByteBuffer bytes(JsonNode object) {
        return ByteBuffer.wrap(object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
