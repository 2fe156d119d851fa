package dev.refill.recharge.refund.web;

import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import dev.refill.recharge.refund.Refund;
import dev.refill.recharge.refund.Refundable;
import dev.refill.recharge.refund.RequestOutcome.Why;
import dev.refill.recharge.web.Problems;
import dev.refill.recharge.web.Problems.FieldError;

/** What an operator is told of each refusal. */
final class RefundProblems {

    private RefundProblems() {}

    static ProblemDetail preconditionRequired() {
        return Problems.problem(HttpStatus.PRECONDITION_REQUIRED, "precondition-required", "If-Match is missing",
                "Send the ETag of the order's refunds, as you saw them, as If-Match. Nothing was done.");
    }

    static ProblemDetail stale(Refundable now) {
        ProblemDetail problem = Problems.problem(HttpStatus.PRECONDITION_FAILED, "stale-refunds",
                "The order's refunds have changed",
                "Look at the order's refunds again, and decide on what is left of it. Nothing was done.");
        problem.setProperty("refundable", now.left());
        return problem;
    }

    static ProblemDetail notRefundable(Why why) {
        return Problems.problem(HttpStatus.CONFLICT, "not-refundable", "Nothing of the order can go back",
                switch (why) {
                    case NOT_SETTLED -> "It is under way, or ended without money. Nothing was done.";
                    case NOT_AT_PROVIDER -> "Its provider cannot give money back. Nothing was done.";
                });
    }

    static ProblemDetail otherCurrency(String expected) {
        return Problems.invalid(List.of(new FieldError("currency", "what was captured: \"" + expected + "\"")));
    }

    static ProblemDetail exceeds(long left) {
        return Problems.invalid(List.of(new FieldError("amount", "at most what is left of the order: " + left)));
    }

    static ProblemDetail signInNeeded() {
        return Problems.problem(HttpStatus.FORBIDDEN, "sign-in-needed", "A person has to sign in",
                "It takes two people, and this token names none: it was given to a program for itself. Use a token of"
                        + " your own sign-in. Nothing was done.");
    }

    static ProblemDetail samePerson() {
        return Problems.problem(HttpStatus.CONFLICT, "second-person-needed", "Somebody else has to decide",
                "Who asked for a refund cannot decide on it. Nothing was done.");
    }

    static ProblemDetail referenceNeeded() {
        return Problems.invalid(List.of(new FieldError("reference", "the provider's id of the refund that succeeded")));
    }

    static ProblemDetail otherReference() {
        return Problems.invalid(List.of(new FieldError("reference",
                "the provider's id of this refund; by this one it tells of another or of none that succeeded, or the refund has another")));
    }

    static ProblemDetail providerTold(Refund refund) {
        ProblemDetail problem = Problems.problem(HttpStatus.CONFLICT, "provider-told", "The provider says otherwise",
                "It was asked once more, and told what became of the refund. The refund is as it says; your decision was not carried"
                        + " out.");
        problem.setProperty("state", RefundBody.word(refund.state()));
        return problem;
    }

    static ProblemDetail providerDidNotSay() {
        return Problems.problem(HttpStatus.CONFLICT, "provider-did-not-say", "The provider did not answer",
                "It can be asked about refunds and does not answer now. Decide when it does; a refund that has been in review for a"
                        + " week can be decided on all the same. Nothing was done.");
    }

    static ProblemDetail disputed() {
        return Problems.problem(HttpStatus.CONFLICT, "disputed-meanwhile", "A dispute has taken the money",
                "Since the refund was asked for, a bank has taken so much of the payment that less is left than the refund gives"
                        + " back. Reject it, or approve it once the dispute is won. Nothing was done.");
    }

    static ProblemDetail notOpen(Refund refund) {
        ProblemDetail problem = Problems.problem(HttpStatus.CONFLICT, "decided-already",
                "The refund waits for no such decision",
                "It was decided by somebody else, the provider has told of it, or it needs none. Nothing was done.");
        problem.setProperty("state", RefundBody.word(refund.state()));
        return problem;
    }

    static ProblemDetail overloaded() {
        return Problems.problem(HttpStatus.SERVICE_UNAVAILABLE, "overloaded", "Busy",
                "Send it again with the same Idempotency-Key: it will be one refund.");
    }
}
