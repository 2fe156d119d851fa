package dev.refill.tariff.web;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** The problems this API answers with, each with a stable type. */
final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    /**
     * One thing wrong with a request.
     *
     * @param field where, as a name in the body or path
     * @param expected what would have been right
     */
    record FieldError(String field, String expected) {}

    static ResponseEntity<Object> invalid(String field, String expected) {
        return invalid(List.of(new FieldError(field, expected)));
    }

    /** @param errors each with a field and what was expected */
    static ResponseEntity<Object> invalid(List<?> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
        return answer(problem);
    }

    static ResponseEntity<Object> malformed() {
        return answer(problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read",
                "The body is not JSON as expected: one object, no field twice, not nested deeply."));
    }

    static ResponseEntity<Object> tooLarge(int most) {
        return answer(problem(HttpStatus.CONTENT_TOO_LARGE, "request-body-too-large", "The body is too large",
                "A plan has " + most + " bytes at most. Nothing was done."));
    }

    static ResponseEntity<Object> notFound() {
        return answer(
                problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see."));
    }

    static ResponseEntity<Object> preconditionRequired() {
        return answer(problem(HttpStatus.PRECONDITION_REQUIRED, "precondition-required", "If-Match is missing",
                "Send the number of the plan's newest version, as you saw it, in quotes as If-Match; \"0\" for a new plan."
                        + " Nothing was done."));
    }

    static ResponseEntity<Object> outdated(int newest) {
        ProblemDetail problem = problem(HttpStatus.PRECONDITION_FAILED, "stale-plan", "The plan has changed",
                "Look at the plan's newest version and decide anew. Nothing was done.");
        problem.setProperty("newest", newest);
        return answer(problem);
    }

    static ResponseEntity<Object> tooEarly(Instant earliest) {
        return invalid("effectiveFrom", "a time from " + earliest + " on, as what is past never changes; or none");
    }

    private static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }

    private static ResponseEntity<Object> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
