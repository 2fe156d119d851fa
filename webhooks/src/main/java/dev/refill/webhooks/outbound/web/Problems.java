package dev.refill.webhooks.outbound.web;

import java.net.URI;
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

    static ResponseEntity<Object> invalid(List<FieldError> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
        return answer(problem);
    }

    static ResponseEntity<Object> malformed(String detail) {
        return answer(problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read", detail));
    }

    static ResponseEntity<Object> notFound() {
        return answer(
                problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see."));
    }

    static ResponseEntity<Object> onlyForClients() {
        return answer(problem(HttpStatus.FORBIDDEN, "only-for-clients", "Only for clients",
                "Webhook endpoints belong to clients: use a token of the client itself, not a subscriber's."));
    }

    static ResponseEntity<Object> addressTaken() {
        return answer(problem(HttpStatus.CONFLICT, "endpoint-exists", "The endpoint is registered",
                "You have an endpoint at this address. If its secret is lost, make a new one for it."));
    }

    static ResponseEntity<Object> tooManyEndpoints(int most) {
        return answer(problem(HttpStatus.CONFLICT, "too-many-endpoints", "Too many endpoints",
                "A client may have " + most + " endpoints. Delete one that is not needed."));
    }

    static ResponseEntity<Object> tooManySecrets(int most) {
        return answer(problem(HttpStatus.CONFLICT, "too-many-secrets", "Too many secrets",
                most + " secrets sign already. Wait until the oldest has ended."));
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
