package dev.refill.subscriber.web;

import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.profile.ChangeOutcome.Refusal;
import dev.refill.subscriber.profile.Numbers;

/** The problems this API answers with, each with a stable type. */
final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    /**
     * One thing wrong with a request.
     *
     * @param field where, as a name in the body, path or query
     * @param expected what would have been right
     */
    record FieldError(String field, String expected) {}

    static ResponseEntity<Object> invalid(String field, String expected) {
        return invalid(List.of(new FieldError(field, expected)));
    }

    static ResponseEntity<Object> invalid(List<FieldError> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
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

    static ResponseEntity<Object> preconditionRequired() {
        return answer(problem(HttpStatus.PRECONDITION_REQUIRED, "precondition-required", "If-Match is missing",
                "Send the ETag of the subscriber, as you saw it, as If-Match. Nothing was done."));
    }

    static ResponseEntity<Object> outdated() {
        return answer(problem(HttpStatus.PRECONDITION_FAILED, "stale-subscriber", "The subscriber has changed",
                "Look at the subscriber again and decide anew. Nothing was done."));
    }

    static ResponseEntity<Object> idTaken() {
        return answer(problem(HttpStatus.CONFLICT, "subscriber-exists", "The id is taken",
                "A subscriber of this id was provisioned with another content. Nothing was done."));
    }

    static ResponseEntity<Object> numberTaken(Msisdn number) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "number-taken", "The number is taken",
                "Another subscriber has the number. Nothing was done.");
        problem.setProperty("number", number.e164());
        return answer(problem);
    }

    static ResponseEntity<Object> refused(Refusal why) {
        return switch (why) {
            case NOT_IN_THIS_STATUS -> answer(problem(HttpStatus.CONFLICT, "not-in-this-status",
                    "The status forbids that", "A closed subscriber stays as it is. Nothing was done."));
            case TOO_MANY_NUMBERS -> answer(problem(HttpStatus.CONFLICT, "too-many-numbers", "Too many numbers",
                    "A subscriber has " + Numbers.MOST + " numbers at most. Nothing was done."));
            case IS_MAIN_NUMBER -> answer(problem(HttpStatus.CONFLICT, "main-number", "This is the main number",
                    "Make another number the main one first. Nothing was done."));
            case NO_SUCH_NUMBER -> notFound();
        };
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
