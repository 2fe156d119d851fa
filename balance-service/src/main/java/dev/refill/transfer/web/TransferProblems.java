package dev.refill.transfer.web;

import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.transfer.TransferOutcome.Limit;
import dev.refill.transfer.TransferOutcome.Side;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. 404 and 409 are kept under the key, the others leave it free. */
final class TransferProblems {

    private TransferProblems() {}

    static ResponseEntity<Object> keyMissing() {
        return answer(problem(HttpStatus.BAD_REQUEST, "idempotency-key-missing", "Idempotency-Key is missing",
                "Nothing was done. Send the header, so that a repeated request has one effect."));
    }

    static ResponseEntity<Object> keyMalformed() {
        return answer(problem(HttpStatus.BAD_REQUEST, "idempotency-key-malformed", "Idempotency-Key is malformed",
                "Nothing was done. Send one key of 1 to 255 visible ASCII characters, quoted or bare, without \" , \\ in it."));
    }

    static ResponseEntity<Object> keyReused() {
        return answer(problem(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency-key-reused",
                "Idempotency-Key was used for another request", "Nothing moved. A new request takes a new key."));
    }

    static ResponseEntity<Object> insufficientBalance() {
        return answer(conflict("insufficient-balance", "The credit does not suffice",
                "The sender's credit does not cover amount and fee. Nothing moved."));
    }

    static ResponseEntity<Object> limitReached(Limit which) {
        return with("limit", which, conflict("transfer-limit", "A limit is reached", switch (which) {
            case LEAST -> "It is less than may be given at once. Nothing moved.";
            case MOST -> "It is more than may be given at once. Nothing moved.";
            case MOST_A_DAY -> "The sender has given as often as one may on a day. Nothing moved.";
            case MOST_AMOUNT_A_DAY -> "It is more than the sender may still give on this day. Nothing moved.";
            case LEAST_LEFT -> "Less would be left to the sender than has to stay. Nothing moved.";
        }));
    }

    static ResponseEntity<Object> unknown(Side who) {
        return with("who", who, problem(HttpStatus.NOT_FOUND, "subscriber-unknown", "Nobody has this number",
                "No subscriber has the number, or none from whom you may give. Nothing moved."));
    }

    static ResponseEntity<Object> notActive(Side who) {
        return with("who", who, conflict("subscriber-not-active", "A subscriber is not active",
                "Only active subscribers give and get. Nothing moved."));
    }

    static ResponseEntity<Object> toOneself() {
        return answer(conflict("transfer-to-oneself", "Sender and recipient are one",
                "Both numbers are of the same subscriber. Nothing moved."));
    }

    static ResponseEntity<Object> otherUnit(Side who) {
        return with("who", who, conflict("other-unit", "A subscriber pays in another unit",
                "The subscriber's plan counts in another unit than that of the amount. Nothing moved."));
    }

    private static ProblemDetail conflict(String type, String title, String detail) {
        return problem(HttpStatus.CONFLICT, type, title, detail);
    }

    private static ResponseEntity<Object> with(String name, Enum<?> which, ProblemDetail problem) {
        problem.setProperty(name, which.name().toLowerCase(Locale.ROOT));
        return answer(problem);
    }
}
