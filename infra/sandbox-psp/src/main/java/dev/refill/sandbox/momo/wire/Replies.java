package dev.refill.sandbox.momo.wire;

import java.nio.ByteBuffer;
import java.util.Map;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Reply;

/** What MTN answers otherwise than by a JSON object of its API. */
public final class Replies {

    private Replies() {}

    /** It will be done, and nothing more is known of it. */
    public static Reply accepted() {
        return new Reply.Sent(202, Map.of(), ByteBuffer.allocate(0));
    }

    /** What stands before MTN's API speaks otherwise than the API. */
    public static Reply byTheGateway(int status, Map<String, String> headers, String message) {
        return Json.reply(status, headers, Json.object().put("statusCode", status).put("message", message));
    }
}
