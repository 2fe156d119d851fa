package dev.refill.gateways.momo;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;
import dev.refill.gateway.http.NoAnswerException;
import dev.refill.gateway.token.NoTokenException;

/** The one place where what went wrong, at MTN or on the way, becomes our outcomes. */
final class MomoErrors {

    private static final Logger LOG = LoggerFactory.getLogger(MomoErrors.class);

    /** Words of a request that was refused as it came, which MTN says with status 500: nothing is under way. */
    private static final Set<String> OF_THE_REQUEST = Set.of("INVALID_CALLBACK_URL_HOST", "INVALID_CURRENCY",
            "NOT_ALLOWED", "NOT_ALLOWED_TARGET_ENVIRONMENT");

    private MomoErrors() {}

    /** Whether MTN says no for what is the matter with the wallet. */
    static boolean isRefusalOfThePayer(MomoAnswer answer) {
        return answer.isClientError() && MomoDeclines.isOfThePayer(answer.code());
    }

    /** Whether MTN says no for what became of the payment that is to be given back, or of its payer. */
    static boolean isRefusalOfTheRefund(MomoAnswer answer) {
        return answer.isClientError() && MomoRefunds.isRefusal(answer.code());
    }

    /** Who answers 404 in other words than MTN's is somebody else, and knows nothing of payments. */
    static Unresolved ofLookup(MomoAnswer answer) {
        if (answer.status() == MomoAnswer.NOT_FOUND) {
            LOG.error("No MoMo API at the address that was asked, api-base may be wrong: {}", answer);
            return new Unknown(answer.toString());
        }
        return unresolved(answer);
    }

    /** No answer, or none that can be read. */
    static Unresolved of(Throwable error) {
        return switch (error) {
            case NoTokenException noToken -> noToken.outcome();
            case NoAnswerException none -> none.outcome();
            default -> unreadable(error);
        };
    }

    /** Amounts that MTN cannot express, and ways to pay that it does not know, were never sent. */
    static NotSent refused(UnpayableAmountException error) {
        LOG.error("Not sent to MTN: {}", error.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** MTN knows wallets only. */
    static NotSent noWallet(PaymentMethod method) {
        LOG.error("Not sent to MTN, which knows wallets only: {}", method.getClass().getSimpleName());
        return new NotSent(Reason.REFUSED, null);
    }

    /** What was asked for before may be under way, however the question of what became of it was answered. */
    static Unknown sentBefore(Object found) {
        return new Unknown("sent before; " + found);
    }

    /** An answer that says nothing of a payment or a refund. */
    static Unresolved unresolved(MomoAnswer answer) {
        if (answer.status() == MomoAnswer.TOO_MANY_REQUESTS) {
            return new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
        }
        if (isRefusal(answer)) {
            LOG.error("MTN refused our request: {}", answer);
            return new NotSent(Reason.REFUSED, null);
        }
        return new Unknown(answer.toString());
    }

    /**
     * Whoever may not speak to MTN is turned away at its door, which need not answer in MTN's form. Any other refusal without that
     * form is somebody's in between, who may have passed the request on.
     */
    private static boolean isRefusal(MomoAnswer answer) {
        return answer.status() == MomoAnswer.UNAUTHORIZED || answer.status() == MomoAnswer.FORBIDDEN
                || (answer.isClientError() && answer.isMtns()) || OF_THE_REQUEST.contains(answer.code());
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    private static Unknown unreadable(Throwable error) {
        LOG.error("MTN's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }
}
