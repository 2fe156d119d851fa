package dev.refill.recharge.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

import dev.refill.idempotency.Idempotency;
import dev.refill.recharge.WatchRefused;
import dev.refill.recharge.lifecycle.MoneyWork;

/** Operating faults of orders as problems. */
@RestControllerAdvice(assignableTypes = {RechargeController.class, BalanceController.class, OperationsController.class})
final class ApiErrors {

    /** Nothing is lost: the key finds the order if there is one. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> overloaded(MoneyWork.Overloaded overloaded, ServerWebExchange exchange) {
        Idempotency.nothingBegan(exchange);
        return busy("Send it again with the same Idempotency-Key: it will be one order.", 1);
    }

    /** Streams last for minutes, so room is not made within a second. */
    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(WatchRefused refused) {
        return busy(
                "This node takes no further streams at present. Open it again later, or look at the order meanwhile.",
                5);
    }

    private static ResponseEntity<ProblemDetail> busy(String detail, int retryAfterSeconds) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, Integer.toString(retryAfterSeconds))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(Problems.problem(HttpStatus.SERVICE_UNAVAILABLE, "overloaded", "Busy", detail));
    }
}
