package dev.refill.gateways.paypal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;
import dev.refill.gateway.http.NoAnswerException;
import dev.refill.gateway.token.NoTokenException;

/** The one place where what went wrong on the way to PayPal, or was answered by it, becomes our outcomes. */
final class PaypalErrors {

    static final int TOO_MANY_REQUESTS = 429;

    private static final Logger LOG = LoggerFactory.getLogger(PaypalErrors.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    /** PayPal works on another request about the same thing; an order's errors say so with 422, a capture's with 409. */
    private static final String IN_PROGRESS = "PREVIOUS_REQUEST_IN_PROGRESS";

    private PaypalErrors() {}

    /** A refund's request has nothing but a capture and an amount in it, so a refusal is about those. */
    static RefundOutcome ofRefund(Throwable error) {
        return error instanceof ErrorAnswerException answer && !isInProgress(answer)
                && (answer.isRefusal() || answer.saysMissing()) && !answer.issue().isEmpty()
                        ? new RefundRefused(answer.issue())
                        : unresolved(error);
    }

    /** What neither the wire nor an error's answer throws is a fault in reading an answer, which may say anything. */
    static Unresolved unresolved(Throwable error) {
        return switch (error) {
            case NoTokenException e -> e.outcome();
            case NoAnswerException e -> e.outcome();
            case UnpayableAmountException e -> refused(e);
            case UnsendableException e -> refused(e);
            case ErrorAnswerException e -> unresolved(e);
            default -> unreadable(error);
        };
    }

    private static Unresolved unresolved(ErrorAnswerException answer) {
        if (isInProgress(answer)) {
            return new NotSent(Reason.IN_PROGRESS, answer.retryAfter());
        }
        if (answer.status() == TOO_MANY_REQUESTS) {
            return new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
        }
        return isRefused(answer) ? refused(answer) : new Unknown(String.valueOf(answer.getMessage()));
    }

    static boolean isInProgress(ErrorAnswerException answer) {
        return answer.issue().equals(IN_PROGRESS);
    }

    /**
     * Whoever may not speak to PayPal is turned away at its door, which need not answer in PayPal's form. Any other refusal
     * without that form is somebody's in between, who may have passed the request on.
     */
    private static boolean isRefused(ErrorAnswerException answer) {
        return answer.status() == UNAUTHORIZED || answer.status() == FORBIDDEN
                || (answer.isClientError() && answer.isPaypals());
    }

    /** PayPal's description may repeat parts of what was sent, so it was not even kept. */
    private static NotSent refused(ErrorAnswerException answer) {
        LOG.error("PayPal refused our request: {}", answer.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    private static NotSent refused(RuntimeException error) {
        LOG.error("Not sent to PayPal: {}", error.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    private static Unknown unreadable(Throwable error) {
        LOG.error("PayPal's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }
}
