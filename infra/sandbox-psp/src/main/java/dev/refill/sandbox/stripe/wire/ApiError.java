package dev.refill.sandbox.stripe.wire;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Payment;

/**
 * Stripe's error object with its HTTP status.
 *
 * @param payment the payment that is in the way, shown with the error
 * @param retryAfterSeconds sent as a header where it is more than 0
 */
public record ApiError(int status, String type, @Nullable String code, @Nullable String param, String message,
        @Nullable Payment payment, int retryAfterSeconds) {

    private static final String INVALID = "invalid_request_error";

    public static ApiError invalid(@Nullable String code, @Nullable String param, String message) {
        return new ApiError(400, INVALID, code, param, message, null, 0);
    }

    public static ApiError missing(String param) {
        return invalid("parameter_missing", param, "Missing required param: " + param + ".");
    }

    public static ApiError unknown(String param) {
        return invalid("parameter_unknown", param, "Received unknown parameter: " + param);
    }

    public static ApiError notFound(String what, String id, String param) {
        return new ApiError(404, INVALID, "resource_missing", param, "No such " + what + ": '" + id + "'", null, 0);
    }

    /** A reference inside a list request is wrong: the same words, but the list itself was found. */
    public ApiError asBadRequest() {
        return new ApiError(400, type, code, param, message, payment, retryAfterSeconds);
    }

    public static ApiError noSuchUrl(String method, String path) {
        return new ApiError(404, INVALID, null, null, "Unrecognized request URL (" + method + ": " + path
                + "). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.", null, 0);
    }

    public static ApiError unauthorized(String message) {
        return new ApiError(401, INVALID, null, null, message, null, 0);
    }

    public static ApiError unexpectedState(Payment payment, String message) {
        return new ApiError(400, INVALID, "payment_intent_unexpected_state", null, message, payment, 0);
    }

    public static ApiError otherRequest(String message) {
        return new ApiError(400, "idempotency_error", null, null, message, null, 0);
    }

    public static ApiError keyInUse(String key) {
        return new ApiError(409, INVALID, "idempotency_key_in_use", null,
                "There is currently another in-progress request using this Idempotent Key (that probably means you "
                        + "submitted twice, and the other request is still going through): " + key
                        + ". Please try again later.",
                null, 0);
    }

    public static ApiError conflict() {
        return new ApiError(409, INVALID, "lock_timeout", null,
                "This object cannot be accessed right now because another API request or Stripe process is currently "
                        + "accessing it.",
                null, 0);
    }

    public static ApiError rateLimited(int retryAfterSeconds) {
        return new ApiError(429, INVALID, "rate_limit", null,
                "Request rate limit exceeded. You can learn more about rate limits here "
                        + "https://stripe.com/docs/rate-limits.",
                null, retryAfterSeconds);
    }

    public static ApiError broken() {
        return new ApiError(500, "api_error", null, null,
                "An unknown error occurred. This is the sandbox answering 500 as it was told to.", null, 0);
    }

    public static ApiError tooLarge() {
        return new ApiError(413, INVALID, null, null, "The request body is too large.", null, 0);
    }
}
