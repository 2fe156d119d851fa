package dev.refill.request;

import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** Problems after RFC 9457, each with a stable type; those that are the same for all. */
public final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    /**
     * One thing wrong with a request.
     *
     * @param field where, as a name in the body, path or query
     * @param expected what would have been right
     */
    public record FieldError(String field, String expected) {}

    public static ResponseEntity<Object> invalid(String field, String expected) {
        return invalid(List.of(new FieldError(field, expected)));
    }

    /** @param errors each with a field and what was expected */
    public static ResponseEntity<Object> invalid(List<?> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
        return answer(problem);
    }

    public static ResponseEntity<Object> malformed() {
        return answer(problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read",
                "The body is not JSON as expected: one object, no field twice, not nested deeply."));
    }

    public static ResponseEntity<Object> notFound() {
        return answer(
                problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see."));
    }

    /** @param type the end of its address, for ever the same */
    public static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }

    public static ResponseEntity<Object> answer(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }
}
