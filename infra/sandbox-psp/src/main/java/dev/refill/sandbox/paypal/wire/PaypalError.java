package dev.refill.sandbox.paypal.wire;

import java.util.Map;

import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.ProviderError;
import dev.refill.sandbox.wire.Reply;

/**
 * PayPal's error object with its HTTP status.
 *
 * @param name PayPal's class of it
 * @param issue PayPal's word for what is wrong; empty where it names none
 */
public record PaypalError(int status, String name, String issue, String message) implements ProviderError {

    @Override
    public Reply reply() {
        return reply(Map.of());
    }

    public Reply reply(Map<String, String> headers) {
        ObjectNode json = Json.object().put("name", name).put("message", message).put("debug_id", "refillsandbox");
        if (!issue.isEmpty()) {
            json.putArray("details").addObject().put("issue", issue).put("description", message);
        }
        json.putArray("links");
        return Json.reply(status, headers, json);
    }

    /** A request that is not even well written. */
    public static PaypalError invalid(String issue, String field, String expected) {
        return new PaypalError(400, "INVALID_REQUEST", issue, field + " (expected: " + expected + ")");
    }

    /** A request that is understood and not carried out. */
    public static PaypalError unprocessable(String issue, String message) {
        return new PaypalError(422, "UNPROCESSABLE_ENTITY", issue, message);
    }

    public static PaypalError missing() {
        return new PaypalError(404, "RESOURCE_NOT_FOUND", "INVALID_RESOURCE_ID",
                "Specified resource ID does not exist.");
    }

    public static PaypalError nothingHere() {
        return new PaypalError(404, "NOT_FOUND", "", "There is no such address.");
    }

    public static PaypalError limited() {
        return new PaypalError(429, "RATE_LIMIT_REACHED", "", "Too many requests.");
    }

    public static PaypalError broken() {
        return new PaypalError(500, "INTERNAL_SERVER_ERROR", "INTERNAL_SERVICE_ERROR",
                "This is the sandbox answering 500 as it was told to.");
    }

    public static PaypalError overrun() {
        return new PaypalError(503, "SERVICE_UNAVAILABLE", "", "The sandbox has more work waiting than it takes.");
    }

    public static PaypalError tooLarge() {
        return new PaypalError(413, "REQUEST_ENTITY_TOO_LARGE", "", "The request body is too large.");
    }
}
