package dev.refill.webhooks.web;

import java.net.URI;
import java.util.List;
import java.util.Map;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.webhooks.InboxState;

/** The problems this API answers with, each with a stable type. */
final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    static ResponseEntity<Object> invalid(String field, String expected) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", List.of(Map.of("field", field, "expected", expected)));
        return answer(problem);
    }

    static ResponseEntity<Object> malformed() {
        return answer(problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read",
                "The body is not JSON as expected: one object, no field twice, not nested deeply."));
    }

    static ResponseEntity<Object> notFound() {
        return answer(
                problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see."));
    }

    static ResponseEntity<Object> notReplayable(InboxState state) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "not-replayable", "The event is not stuck",
                "Nothing was done. It is handled, or is tried again by itself.");
        problem.setProperty("state", state.word());
        return answer(problem);
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
