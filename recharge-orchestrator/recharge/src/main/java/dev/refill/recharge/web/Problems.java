package dev.refill.recharge.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

import dev.refill.recharge.DecisionOutcome;
import dev.refill.recharge.RechargeState;

/** The problems this API answers with, each with a stable type. */
public final class Problems {

    private static final String TYPES = "https://refill.dev/problems/";

    private Problems() {}

    /**
     * One thing wrong with a request.
     *
     * @param field where, as a name in the body or path
     * @param expected what would have been right
     */
    public record FieldError(String field, String expected) {}

    /** Fields are not as expected. */
    public static ProblemDetail invalid(List<FieldError> errors) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-request", "The request is not valid",
                "Nothing was done. Mend the fields named in errors and send it again.");
        problem.setProperty("errors", errors);
        return problem;
    }

    /** No JSON. */
    public static ProblemDetail malformed(String detail) {
        return problem(HttpStatus.BAD_REQUEST, "malformed-body", "The body cannot be read", detail);
    }

    /** Not there, or not for this caller. */
    public static ProblemDetail notFound() {
        return problem(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is nothing here that you may see.");
    }

    static ProblemDetail confirmationNeeded() {
        return problem(HttpStatus.CONFLICT, "repeat-not-confirmed", "The same recharge within a minute",
                "The number was recharged with the same amount less than a minute ago. If it is meant, send it again with"
                        + " confirmRepeat true and a new Idempotency-Key.");
    }

    /**
     * The gateway takes other methods.
     *
     * @param field where the method is named, or would have to be
     * @param offered what it takes, in words of the API
     */
    static ProblemDetail methodNotOffered(String field, List<String> offered) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "payment-method-not-offered",
                "The order cannot be paid that way", "Nothing was done. Choose one of the methods in offered.");
        problem.setProperty("errors", List.of(new FieldError(field, "a method that is offered: " + offered)));
        problem.setProperty("offered", offered);
        return problem;
    }

    static ProblemDetail noGatewayNow() {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "no-gateway-now", "No payments at the moment",
                "Nothing was done. Payments of this kind are switched off for a while; send the same request later.");
    }

    static ProblemDetail notCancellable(RechargeState state) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "not-cancellable", "The order cannot be cancelled",
                switch (state) {
                    case CHARGING, UNKNOWN ->
                        "The provider is at work on its payment, or a phone is asked to confirm it: who refuses it there ends "
                                + "it. Try again when the state has changed.";
                    case CREATED, REQUIRES_ACTION, CANCELLING, CANCELLED, PAID, CREDITED, DECLINED, EXPIRED,
                            IN_REVIEW, RETURNED ->
                        "It is paid or has ended, or its provider cannot close payments. Nothing was changed.";
                });
        problem.setProperty("state", state.word());
        return problem;
    }

    static ProblemDetail staleVersion(long version) {
        ProblemDetail problem = problem(HttpStatus.PRECONDITION_FAILED, "stale-version", "The order has changed",
                "Nothing was done. Look at the order as it now stands, and decide anew.");
        problem.setProperty("version", version);
        return problem;
    }

    static ProblemDetail notInReview(RechargeState state) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "not-in-review", "The order is not in review",
                "Nothing was done. Only an order in review waits for a decision.");
        problem.setProperty("state", state.word());
        return problem;
    }

    static ProblemDetail decisionRefused(DecisionOutcome.Why why, String found) {
        ProblemDetail problem = problem(HttpStatus.CONFLICT, "decision-refused", "The decision does not fit the facts",
                switch (why) {
                    case PROVIDER_DID_NOT_SAY -> "Nothing was done. The provider did not say how the payment stands.";
                    case NOT_CAPTURED_AS_ORDERED ->
                        "Nothing was done. The provider does not say that exactly what was ordered is captured.";
                    case NOT_CLOSED_UNPAID ->
                        "Nothing was done. The provider does not say that the payment is closed unpaid.";
                    case MONEY_WAS_CAPTURED -> "Nothing was done. Money was captured: credit it, or give it back.";
                    case MONEY_GOES_BACK ->
                        "Nothing was done. Something of the money is on its way back, or gone: give back what is left, and close it.";
                    case MONEY_NOT_ALL_BACK ->
                        "Nothing was done. Not all of the money has gone back for good: give back what is left, and close it when "
                                + "each refund has succeeded and each dispute has ended.";
                });
        problem.setProperty("why", why.name().toLowerCase(Locale.ROOT));
        problem.setProperty("found", found);
        return problem;
    }

    /** Any other; {@code type} is the last part of the stable type. */
    public static ProblemDetail problem(HttpStatus status, String type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(URI.create(TYPES + type));
        problem.setTitle(title);
        return problem;
    }
}
