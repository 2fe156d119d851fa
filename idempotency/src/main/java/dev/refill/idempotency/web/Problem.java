package dev.refill.idempotency.web;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Every way this module itself refuses a request. */
enum Problem {

    MISSING(HttpStatus.BAD_REQUEST, "idempotency-key-missing", "Idempotency-Key is missing",
            "This endpoint requires the header Idempotency-Key, so that a repeated request has one effect."),
    MALFORMED(
            HttpStatus.BAD_REQUEST, "idempotency-key-malformed", "Idempotency-Key is malformed",
            "Send one header Idempotency-Key of 1 to 255 visible ASCII characters, quoted or bare."),
    REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused",
            "Idempotency-Key was used for another request",
            "This key stands for a request with another path, query or payload. A new request takes a new key."),
    IN_PROGRESS(
            HttpStatus.CONFLICT, "idempotency-key-in-progress",
            "A request with this Idempotency-Key is in progress",
            "The first request with this key is not answered yet. Send the same request again later."),
    BODY_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE, "request-body-too-large",
            "The request body is too large",
            "The body is longer than this endpoint takes. Nothing was done."),
    OVERLOADED(
            HttpStatus.SERVICE_UNAVAILABLE, "overloaded",
            "Too many requests are in work",
            "Nothing was done. Send the same request again later.");

    private static final String TYPES = "https://refill.dev/problems/";
    private static final String DOCS = " See https://refill.dev/docs/idempotency.";

    private final HttpStatus status;
    private final URI type;
    private final String title;
    private final String detail;

    Problem(HttpStatus status, String type, String title, String detail) {
        this.status = status;
        this.type = URI.create(TYPES + type);
        this.title = title;
        this.detail = detail;
    }

    /** Whether the same request may succeed a little later. */
    boolean passes() {
        return this == IN_PROGRESS || this == OVERLOADED;
    }

    /** @param reason a sentence about this very request, or nothing */
    ProblemDetail detail(String reason) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, (reason + " " + detail + DOCS).strip());
        problem.setType(type);
        problem.setTitle(title);
        return problem;
    }
}
