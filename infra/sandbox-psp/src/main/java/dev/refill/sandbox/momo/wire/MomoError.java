package dev.refill.sandbox.momo.wire;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.ProviderError;
import dev.refill.sandbox.wire.Reply;

/**
 * MTN's error object with its HTTP status.
 *
 * @param code MTN's word
 */
public record MomoError(int status, String code, String message) implements ProviderError {

    @Override
    public Reply reply() {
        return Json.reply(status, Json.object().put("code", code).put("message", message));
    }

    public static MomoError invalid(String field, String expected) {
        return new MomoError(400, "VALIDATION_ERROR", field + " (expected: " + expected + ")");
    }

    public static MomoError unknownTransaction() {
        return new MomoError(404, "RESOURCE_NOT_FOUND", "Nothing is kept under this reference id.");
    }

    public static MomoError taken() {
        return new MomoError(409, "RESOURCE_ALREADY_EXIST", "Something is kept under this reference id already.");
    }

    /** MTN calls this an error of its own. */
    public static MomoError currency() {
        return new MomoError(500, "INVALID_CURRENCY", "The sandbox takes EUR only.");
    }

    public static MomoError environment() {
        return new MomoError(500, "NOT_ALLOWED_TARGET_ENVIRONMENT", "This is the target environment: sandbox");
    }

    public static MomoError notCompleted() {
        return new MomoError(400, "TRANSACTION_NOT_COMPLETED", "This request has not been paid.");
    }

    public static MomoError tooMuch() {
        return new MomoError(400, "NOT_ENOUGH_FUNDS", "Less than this is left of the payment.");
    }

    public static MomoError broken() {
        return new MomoError(500, "INTERNAL_PROCESSING_ERROR", "This is the sandbox answering 500 as it was told to.");
    }

    public static MomoError overrun() {
        return new MomoError(503, "SERVICE_UNAVAILABLE", "The sandbox has more work waiting than it takes.");
    }
}
