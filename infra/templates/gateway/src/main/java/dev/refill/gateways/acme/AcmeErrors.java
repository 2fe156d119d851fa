package dev.refill.gateways.acme;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;
import dev.refill.gateway.http.NoAnswerException;

/** The one place where what went wrong on the way to Acme, or was answered by it, becomes our outcomes. */
final class AcmeErrors {

    private static final Logger LOG = LoggerFactory.getLogger(AcmeErrors.class);

    private AcmeErrors() {}

    /** What neither the wire nor an error's answer throws is a fault in reading an answer, which may say anything. */
    static Unresolved unresolved(Throwable error) {
        return switch (error) {
            case NoAnswerException e -> e.outcome();
            case ErrorAnswerException e -> unresolved(e);
            case UnpayableAmountException e -> refused(e);
            // Whatever is to be written says so by itself. To be dropped once nothing is.
            case UnsupportedOperationException unwritten -> throw unwritten;
            default -> unreadable(error);
        };
    }

    /** Acme has no mobile wallets. */
    static NotSent noWalletsOf(PaymentMethod phone) {
        LOG.error("Not sent to Acme: {}", phone.getClass().getSimpleName());
        return new NotSent(Reason.REFUSED, null);
    }

    /** To be written: answers by which Acme says that nothing happened. Whatever is left is unknown, also what others answer. */
    private static Unresolved unresolved(ErrorAnswerException error) {
        var answer = error.answer();
        return answer.status() == 429
                ? new NotSent(Reason.RATE_LIMITED, answer.retryAfter())
                : new Unknown("status " + answer.status() + ", code " + error.code());
    }

    private static NotSent refused(UnpayableAmountException error) {
        LOG.error("Not sent to Acme: {}", error.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    private static Unknown unreadable(Throwable error) {
        LOG.error("Acme's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }
}
