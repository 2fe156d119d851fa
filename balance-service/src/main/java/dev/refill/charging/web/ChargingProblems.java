package dev.refill.charging.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.charging.ResultCode;
import dev.refill.charging.SessionOutcome;
import dev.refill.charging.SessionRequest;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class ChargingProblems {

    private ChargingProblems() {}

    static ResponseEntity<Object> denied(ResultCode why) {
        ProblemDetail problem = switch (why) {
            case USER_UNKNOWN -> problem(HttpStatus.NOT_FOUND, "user-unknown", "Nobody has this number",
                    "No subscriber has the number. Nothing was charged.");
            case END_USER_SERVICE_DENIED -> problem(HttpStatus.FORBIDDEN, "end-user-service-denied",
                    "The subscriber may not use the network",
                    "The subscriber is barred, frozen or closed. Nothing was charged.");
            case QUOTA_LIMIT_REACHED -> problem(HttpStatus.FORBIDDEN, "quota-limit-reached", "Nothing is left",
                    "What the subscriber has does not cover it. Nothing was charged.");
            case RATING_FAILED -> problem(HttpStatus.UNPROCESSABLE_CONTENT, "rating-failed", "There is no price for it",
                    "The subscriber has no tariff plan, or the plan no rate for it. Nothing was charged.");
            case SUCCESS -> throw new IllegalArgumentException("denied: SUCCESS (expected: a reason)");
        };
        problem.setProperty("resultCode", why);
        return answer(problem);
    }

    static ResponseEntity<Object> sequenceReused() {
        return conflict("sequence-reused", "The sequence number is used",
                "The session had another request under this number, or was begun under another one. Nothing was charged.");
    }

    static ResponseEntity<Object> outOfOrder(long last) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "sequence-out-of-order", "The sequence number is too low",
                "A request with a higher number was answered already. Nothing was charged.");
        problem.setProperty("last", last);
        return answer(problem);
    }

    static ResponseEntity<Object> tooMuch(SessionOutcome.Bound bound) {
        return switch (bound) {
            case TARGETS -> conflict("too-many-targets", "The session has too many targets",
                    "A session has " + SessionRequest.MOST_TARGETS
                            + " targets at most. Nothing was charged; begin another one.");
            case QUANTITY -> conflict("too-much-used", "More than one usage may have",
                    "Release the session and begin another one. Nothing was charged.");
        };
    }

    static ResponseEntity<Object> over() {
        return conflict("session-over", "The session is over", "It was released. Nothing was charged.");
    }

    static ResponseEntity<Object> referenceReused() {
        return conflict("reference-reused", "The reference is used",
                "Another event of this client had the reference. Nothing was charged.");
    }

    private static ResponseEntity<Object> conflict(String type, String title, String detail) {
        return answer(problem(HttpStatus.CONFLICT, type, title, detail));
    }
}
