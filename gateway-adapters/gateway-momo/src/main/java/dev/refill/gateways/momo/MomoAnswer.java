package dev.refill.gateways.momo;

import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.OperationKey;
import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.json.StrictJson;

/**
 * What came back from MTN's address, whoever answered there.
 *
 * @param status of HTTP
 * @param json the body if it is a JSON object
 * @param retryAfter how long we are asked to wait
 */
record MomoAnswer(int status, @Nullable JsonNode json, @Nullable Duration retryAfter) {

    static final int OK = 200;
    static final int ACCEPTED = 202;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int TOO_MANY_REQUESTS = 429;

    private static final Pattern CODE = Pattern.compile("[A-Z_]{1,64}");

    static MomoAnswer of(JsonAnswer answer) {
        return new MomoAnswer(answer.status(), answer.json(), answer.retryAfter());
    }

    /** MTN's word for an error; empty if the body has none. */
    String code() {
        return json == null ? "" : StrictJson.text(json, "code");
    }

    /** @throws UnreadableAnswerException if there is none */
    JsonNode object() {
        if (json == null) {
            throw new UnreadableAnswerException("no JSON object");
        }
        return json;
    }

    /**
     * What is kept under our id and is not ours says nothing of what we asked for.
     *
     * @throws UnreadableAnswerException if there is no object, or one with another key
     */
    JsonNode objectOf(OperationKey key) {
        var object = object();
        if (!MomoPayments.operationKey(object).equals(key.value())) {
            throw new UnreadableAnswerException("somebody else's object");
        }
        return object;
    }

    /** Only MTN's own word says that there is nothing of an id: any other 404 is about the address. */
    boolean saysMissing() {
        return status == NOT_FOUND && code().equals("RESOURCE_NOT_FOUND");
    }

    boolean isClientError() {
        return status >= 400 && status < 500;
    }

    /** Whether it has the form that MTN itself gives an error. */
    boolean isMtns() {
        return CODE.matcher(code()).matches();
    }

    /** A body may repeat what was sent, so no more than this is shown. */
    @Override
    public String toString() {
        return "status " + status + ", code " + (isMtns() ? code() : "–");
    }
}
