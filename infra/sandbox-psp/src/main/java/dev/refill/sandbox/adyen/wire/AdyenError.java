package dev.refill.sandbox.adyen.wire;

import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.ProviderError;
import dev.refill.sandbox.wire.Reply;

/**
 * Adyen's error object with its HTTP status.
 *
 * @param code Adyen's; empty where it gives none
 */
public record AdyenError(int status, String code, String message) implements ProviderError {

    @Override
    public Reply reply() {
        return Json.reply(status, json());
    }

    public ObjectNode json() {
        ObjectNode json = Json.object().put("status", status).put("message", message);
        return code.isEmpty() ? json : json.put("errorCode", code);
    }

    public static AdyenError invalid(String field, String expected) {
        return new AdyenError(422, "130", field + " (expected: " + expected + ")");
    }

    public static AdyenError unauthorized() {
        return new AdyenError(401, "000", "HTTP Status Response - Unauthorized");
    }

    public static AdyenError account() {
        return new AdyenError(403, "901", "Invalid Merchant Account");
    }

    public static AdyenError card() {
        return new AdyenError(422, "800", "Contract not found");
    }

    public static AdyenError payment() {
        return new AdyenError(422, "167", "Original pspReference required for this operation");
    }

    public static AdyenError notActive() {
        return new AdyenError(422, "29_001", "The payment link is not active.");
    }

    /** What Adyen says of an idempotency key whose answer it does not give again. */
    public static AdyenError keyUsed() {
        return new AdyenError(422, "704", "request already processed or in progress");
    }

    public static AdyenError nothingHere() {
        return new AdyenError(404, "", "Not found");
    }

    public static AdyenError limited() {
        return new AdyenError(429, "", "Too many requests");
    }

    public static AdyenError broken() {
        return new AdyenError(500, "905", "This is the sandbox answering 500 as it was told to.");
    }

    public static AdyenError overrun() {
        return new AdyenError(503, "", "The sandbox has more work waiting than it takes.");
    }

    public static AdyenError tooLarge() {
        return new AdyenError(413, "", "The request body is too large.");
    }
}
