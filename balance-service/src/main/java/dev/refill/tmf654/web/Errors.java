package dev.refill.tmf654.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

import dev.refill.tmf654.TmfError;
import dev.refill.tmf654.action.Performed.Refusal;

/** The errors this API answers with, each with a stable code. */
final class Errors {

    private Errors() {}

    static ResponseEntity<Object> malformed() {
        return answer(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read",
                "It is not JSON as expected: one object of at most 16 KB, no field twice, not nested deeply.");
    }

    static ResponseEntity<Object> invalid(List<String> faults) {
        return answer(HttpStatus.BAD_REQUEST, "invalid-request", "The request is not valid", String.join("; ", faults));
    }

    static ResponseEntity<Object> notFound() {
        return answer(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see.");
    }

    static ResponseEntity<Object> notAllowed() {
        return answer(HttpStatus.FORBIDDEN, "forbidden", "The token does not suffice",
                "Credit without a payment takes a client's own token with the scope balances:adjust.");
    }

    static ResponseEntity<Object> notASubscribers() {
        return answer(HttpStatus.FORBIDDEN, "forbidden", "The token does not suffice",
                "Subscriptions belong to clients: it takes a client's own token.");
    }

    static ResponseEntity<Object> conflict(String code, String reason, String message) {
        return answer(HttpStatus.CONFLICT, code, reason, message);
    }

    static ResponseEntity<Object> keyMalformed() {
        return answer(HttpStatus.BAD_REQUEST, "idempotency-key-malformed", "Idempotency-Key is malformed",
                "Send one key of 1 to 255 visible ASCII characters, quoted or bare, without \" , \\ in it, or none.");
    }

    static ResponseEntity<Object> keyMissing() {
        return answer(HttpStatus.BAD_REQUEST, "idempotency-key-missing", "Idempotency-Key is missing",
                "What is paid for takes a key, so that nobody pays twice for a request that is sent again.");
    }

    static ResponseEntity<Object> keyReused() {
        return conflict("idempotency-key-reused", "Idempotency-Key was used for another request",
                "Nothing was done. A new request takes a new key.");
    }

    static ResponseEntity<Object> subscriberUnknown() {
        return conflict("subscriber-unknown", "There is no such subscriber",
                "Nobody whom you may see has the number or the id. Nothing was done.");
    }

    static ResponseEntity<Object> refused(Refusal why) {
        return switch (why) {
            case SUBSCRIBER_UNKNOWN -> subscriberUnknown();
            case RECEIVER_UNKNOWN -> conflict("receiver-unknown", "There is no such receiver",
                    "Nobody has the number or the id. Nothing moved.");
            case BUCKET_UNKNOWN -> conflict("bucket-unknown", "There is no such bucket", "Nothing moved.");
            case RESERVATION_UNKNOWN -> conflict("reservation-unknown", "There is no such reservation",
                    "Nothing moved.");
            case OTHER_BUCKET -> conflict("other-bucket", "The reservation is another's", "Nothing moved.");
            case OTHER_UNIT -> conflict("other-unit", "It is counted in another unit",
                    "The amount's units are not those of the bucket, or not those that are given. Nothing moved.");
            case NOT_A_MAIN_BUCKET -> conflict("not-a-main-bucket", "It is not a main bucket",
                    "Only a subscriber's main bucket is recharged, gives and gets. Nothing moved.");
            case KEY_REUSED -> keyReused();
        };
    }

    static ResponseEntity<Object> answer(HttpStatus status, String code, String reason, String message) {
        return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON)
                .body(TmfError.of(status, code, reason, message));
    }
}
