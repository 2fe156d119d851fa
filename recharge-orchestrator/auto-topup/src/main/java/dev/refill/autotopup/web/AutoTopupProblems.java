package dev.refill.autotopup.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.invalid;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class AutoTopupProblems {

    private AutoTopupProblems() {}

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
                "Idempotency-Key was used for another request", "Nothing was done. A new request takes a new key."));
    }

    static ResponseEntity<Object> unknown() {
        return answer(problem(HttpStatus.NOT_FOUND, "subscriber-unknown", "Nobody has this number",
                "No subscriber has the number, or none for whom you may act. Nothing was done."));
    }

    static ResponseEntity<Object> notActive() {
        return answer(problem(HttpStatus.CONFLICT, "subscriber-not-active", "The subscriber is not active",
                "Only active subscribers have auto top-ups made. Nothing was done."));
    }

    static ResponseEntity<Object> tooMany() {
        return answer(problem(HttpStatus.CONFLICT, "too-many-auto-topups", "There are too many",
                "The subscriber has as many auto top-ups as may be. Cancel one first. Nothing was done."));
    }

    static ResponseEntity<Object> cancelled() {
        return answer(problem(HttpStatus.CONFLICT, "auto-topup-cancelled", "It is cancelled",
                "A cancelled auto top-up stays as it is. Make a new one. Nothing was done."));
    }

    static ResponseEntity<Object> notOffered() {
        return invalid("amount", "a price at which an offer of this id is on sale, in its currency");
    }

    /** @param most the highest there may be */
    static ResponseEntity<Object> thresholdTooHigh(long most) {
        return invalid("lowBalance.threshold", "1 to " + most + ", what one top-up credits");
    }

    /** @param version of the terms in force */
    static ResponseEntity<Object> termsNotAccepted(String version) {
        return invalid("acceptedTerms",
                "\"" + version + "\", once the subscriber was shown the terms of that version and has agreed");
    }

    static ResponseEntity<Object> cardNotTaken() {
        return answer(problem(HttpStatus.UNPROCESSABLE_CONTENT, "payment-method-not-offered",
                "Kept cards are not taken", "The provider of new orders takes no kept cards. Nothing was done."));
    }

    static ResponseEntity<Object> preconditionRequired() {
        return answer(problem(HttpStatus.PRECONDITION_REQUIRED, "precondition-required", "If-Match is missing",
                "Send the ETag of the auto top-up, as you saw it, as If-Match. Nothing was done."));
    }

    static ResponseEntity<Object> outdated() {
        return answer(problem(HttpStatus.PRECONDITION_FAILED, "stale-version", "The auto top-up has changed",
                "Look at it again and decide anew. Nothing was done."));
    }
}
