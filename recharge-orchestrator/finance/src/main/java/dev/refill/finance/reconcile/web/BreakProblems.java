package dev.refill.finance.reconcile.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.refill.finance.reconcile.breaks.Break;

import static dev.refill.request.Problems.answer;
import static dev.refill.request.Problems.problem;

/** The problems this API answers with, each with a stable type. */
final class BreakProblems {

    private BreakProblems() {}

    static ResponseEntity<Object> changed(Break now) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "break-changed", "The break is not as you saw it",
                "Nothing was done. It is " + now.state().word() + " in version " + now.version()
                        + "; look at it, and decide again if it still has to be.");
        problem.setProperty("state", now.state().word());
        problem.setProperty("version", now.version());
        return answer(problem);
    }

    static ResponseEntity<Object> samePerson() {
        return answer(problem(HttpStatus.CONFLICT, "second-person-needed", "It takes a second person",
                "Nothing was done. Who has proposed it cannot agree to it."));
    }

    static ResponseEntity<Object> noDifference() {
        return answer(problem(HttpStatus.CONFLICT, "nothing-to-post", "There is nothing to post",
                "Nothing was done. The sides differ by nothing that could be posted; explain the break instead."));
    }

    static ResponseEntity<Object> noBooks() {
        return answer(problem(HttpStatus.CONFLICT, "postings-not-available", "Nothing posts corrections here",
                "Nothing was done. Explain the break once it is corrected elsewhere."));
    }

    static ResponseEntity<Object> signInNeeded() {
        return answer(problem(HttpStatus.FORBIDDEN, "sign-in-needed", "Only a person decides",
                "Nothing was done. The token was given to a program; sign in and decide with a token of your own."));
    }
}
