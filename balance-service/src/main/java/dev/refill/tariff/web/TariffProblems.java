package dev.refill.tariff.web;

import java.time.Instant;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.invalid;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class TariffProblems {

    private TariffProblems() {}

    static ResponseEntity<Object> tooLarge(int most) {
        return answer(problem(HttpStatus.CONTENT_TOO_LARGE, "request-body-too-large", "The body is too large",
                "A plan has " + most + " bytes at most. Nothing was done."));
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
}
