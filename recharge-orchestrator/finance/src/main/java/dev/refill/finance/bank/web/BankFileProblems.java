package dev.refill.finance.bank.web;

import java.time.Duration;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.finance.bank.BankFile;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class BankFileProblems {

    /** In seconds: a file takes some to come. */
    private static final String RETRY_AFTER = "10";

    private BankFileProblems() {}

    static ResponseEntity<Object> tooLarge(long most) {
        return answer(problem(HttpStatus.CONTENT_TOO_LARGE, "request-body-too-large", "The file is too large",
                "A bank file has at most " + most + " bytes. Nothing was kept."));
    }

    /** With the place in the file, if it is about one. */
    static ResponseEntity<Object> noStatement(BankFile.Refusal refusal) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "no-bank-statement",
                "The file is no bank statement", refusal.reason() + ". Nothing was kept. Send the camt.053 as the bank"
                        + " gave it, unpacked.");
        if (refusal.line() != null) {
            problem.setProperty("line", refusal.line());
            problem.setProperty("column", refusal.column());
        }
        return answer(problem);
    }

    static ResponseEntity<Object> tooSlow(Duration within) {
        return answer(problem(HttpStatus.REQUEST_TIMEOUT, "upload-too-slow", "The file did not come in time",
                "A bank file comes within " + within.toSeconds() + " seconds. Nothing was kept; send it again."));
    }

    static ResponseEntity<Object> busy() {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, "too-many-uploads", "Too many files are being received",
                        "Nothing was read. Send the file again after a moment."));
    }
}
