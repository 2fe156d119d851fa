package dev.refill.gateways.paypal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.json.StrictJson;

/** An answer with another status than 2xx came, from PayPal or from something in its place. */
final class ErrorAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;

    private final int status;
    private final String name;
    private final String issue;
    private final String debugId;
    private final @Nullable Duration retryAfter;

    ErrorAnswerException(JsonAnswer answer) {
        this(answer.status(), word(answer.json(), "name"), issue(answer.json()), word(answer.json(), "debug_id"),
                answer.retryAfter());
    }

    private ErrorAnswerException(int status, String name, String issue, String debugId,
            @Nullable Duration retryAfter) {
        super("status " + status + ", name " + name + ", issue " + issue + ", debug id " + debugId, null, false, false);
        this.status = status;
        this.name = name;
        this.issue = issue;
        this.debugId = debugId;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /** PayPal's word for the first thing that is wrong; empty if it names none. */
    String issue() {
        return issue;
    }

    /** By which PayPal finds the request again; empty if it gave none. */
    String debugId() {
        return debugId;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** PayPal's errors have a name; whatever answers without one is somebody in between. */
    boolean isPaypals() {
        return !name.isEmpty();
    }

    /** Only PayPal's own word says that there is nothing of an id: any other 404 is about the address. */
    boolean saysMissing() {
        return status == NOT_FOUND && isPaypals();
    }

    /** PayPal understood the request and will not carry it out. */
    boolean isRefusal() {
        return status == UNPROCESSABLE && isPaypals();
    }

    boolean isClientError() {
        return status >= 400 && status < 500;
    }

    private static String issue(@Nullable JsonNode body) {
        return body == null ? "" : word(body.path("details").path(0), "issue");
    }

    /** Codes are short words; anything else would travel into logs. */
    private static String word(@Nullable JsonNode node, String field) {
        var text = node == null ? "" : StrictJson.text(node, field);
        return text.matches("[0-9A-Za-z_.-]{1,64}") ? text : "";
    }
}
