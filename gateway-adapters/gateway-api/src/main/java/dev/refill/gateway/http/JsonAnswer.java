package dev.refill.gateway.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What came back from a provider's address, whoever answered there.
 *
 * @param status of HTTP
 * @param json the body if it is a JSON object
 * @param retryAfter how long we are asked to wait, if in seconds: a date is not worth a clock
 */
public record JsonAnswer(int status, @Nullable JsonNode json, @Nullable Duration retryAfter) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public boolean isClientError() {
        return status >= 400 && status < 500;
    }

    /** A body may repeat what was sent, so it is not shown. */
    @Override
    public String toString() {
        return "JsonAnswer[status=" + status + ", retryAfter=" + retryAfter + "]";
    }
}
