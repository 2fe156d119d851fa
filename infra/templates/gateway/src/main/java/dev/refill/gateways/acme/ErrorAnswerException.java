package dev.refill.gateways.acme;

import java.io.Serial;

import dev.refill.gateway.http.JsonAnswer;
import dev.refill.gateway.json.StrictJson;

/** An answer with another status than 2xx came, from Acme or from something in its place. */
final class ErrorAnswerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient JsonAnswer answer;

    ErrorAnswerException(JsonAnswer answer) {
        super("status " + answer.status(), null, false, false);
        this.answer = answer;
    }

    JsonAnswer answer() {
        return answer;
    }

    /** Acme's word for the error; empty if there is none. A code is a short word: anything else would travel into logs. */
    String code() {
        var json = answer.json();
        var code = json == null ? "" : StrictJson.text(json, "code");
        return code.matches("[0-9A-Za-z_.-]{1,64}") ? code : "";
    }
}
