package dev.refill.recharge.web;

import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** The problems this API answers with, each with a stable type. */
public final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    /**
     * One thing wrong with a request.
     *
     * @param field where, as a name in the body or path
     * @param expected what would have been right
     */
    public record FieldError(String field, String expected) {}

    /** Fields are not as expected. */
    public static ProblemDetail invalid(List<FieldError> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
        return problem;
    }

    /** No JSON. */
    public static ProblemDetail malformed(String detail) {
        return problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read", detail);
    }

    /** Not there, or not for this caller. */
    public static ProblemDetail notFound() {
        return problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see.");
    }

    static ProblemDetail confirmationNeeded() {
        return problem(HttpStatus.CONFLICT, "repeat-not-confirmed", "The same recharge within a minute",
                "The number was recharged with the same amount less than a minute ago. If it is meant, send it again with"
                        + " confirmRepeat true and a new Idempotency-Key.");
    }

    /** Any other; {@code type} is the last part of the stable type. */
    public static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }
}
