package dev.refill.subscriber.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.profile.ChangeOutcome.Refusal;
import dev.refill.subscriber.profile.Numbers;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.notFound;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class SubscriberProblems {

    private SubscriberProblems() {}

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
}
