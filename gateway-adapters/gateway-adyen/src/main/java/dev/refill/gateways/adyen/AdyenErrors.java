package dev.refill.gateways.adyen;

import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;
import dev.refill.gateway.http.NoAnswerException;

/** The one place where what went wrong on the way to Adyen, or was answered by it, becomes our outcomes. */
final class AdyenErrors {

    private static final Logger LOG = LoggerFactory.getLogger(AdyenErrors.class);

    /** Adyen works, or has worked, on a request with the same idempotency key. */
    private static final String KEY_IN_USE = "704";

    /** Of the shopper no card is kept, or not this one. */
    private static final Set<String> CARD_GONE = Set.of("800", "803");

    private AdyenErrors() {}

    /** Adyen keeps no such card: nothing was charged, and nothing can be. */
    static ChargeOutcome ofCharge(Throwable error, ChargeCommand command) {
        return switch (error) {
            case NoSuchTokenException e -> cardGone(command, "", "malformed");
            case ErrorAnswerException e when e.status() == 422 && CARD_GONE.contains(e.errorCode()) ->
                cardGone(command, e.pspReference(), e.errorCode());
            default -> unresolved(error);
        };
    }

    private static Declined cardGone(ChargeCommand command, String named, String code) {
        var reference = named.isEmpty() ? Metadata.ofPayment(command.operationKey()) : named;
        return new Declined(new ProviderReference(reference), DeclineReason.CARD_GONE, code, false);
    }

    /**
     * A refund's request has nothing but its payment and its amount in it, so what Adyen cannot process (422) is wrong with
     * those. Most refusals come later, as a notification.
     */
    static RefundOutcome ofRefund(Throwable error) {
        return error instanceof ErrorAnswerException answer && answer.status() == 422 && isAdyens(answer)
                && !isKeyInUse(answer)
                        ? new RefundRefused(answer.errorCode())
                        : unresolved(error);
    }

    /** What neither the wire nor an error's answer throws is a fault in reading an answer, which may say anything. */
    static Unresolved unresolved(Throwable error) {
        return switch (error) {
            case NoAnswerException e -> e.outcome();
            case UnpayableAmountException e -> refused(e);
            case UnsendableException e -> refused(e);
            case ErrorAnswerException e -> unresolved(e);
            default -> unreadable(error);
        };
    }

    private static Unresolved unresolved(ErrorAnswerException answer) {
        if (isKeyInUse(answer)) {
            return new NotSent(Reason.IN_PROGRESS, answer.retryAfter());
        }
        if (answer.status() == 429) {
            return new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
        }
        return isRefusal(answer) ? refused(answer) : new Unknown(String.valueOf(answer.getMessage()));
    }

    static boolean isKeyInUse(ErrorAnswerException answer) {
        return answer.errorCode().equals(KEY_IN_USE);
    }

    /**
     * Whoever may not speak to Adyen is turned away at its door, which need not answer in Adyen's form. Any other refusal
     * without that form is somebody's in between, who may have passed the request on.
     */
    private static boolean isRefusal(ErrorAnswerException answer) {
        return answer.status() == 401 || answer.status() == 403
                || (answer.status() >= 400 && answer.status() < 500 && isAdyens(answer));
    }

    private static boolean isAdyens(ErrorAnswerException answer) {
        return !answer.errorCode().isEmpty();
    }

    /** Adyen's message may repeat parts of what was sent, so it was not even kept. */
    private static NotSent refused(ErrorAnswerException answer) {
        LOG.error("Adyen refused our request: status {}, code {}, reference {}", answer.status(), answer.errorCode(),
                answer.pspReference());
        return new NotSent(Reason.REFUSED, null);
    }

    private static NotSent refused(RuntimeException error) {
        LOG.error("Not sent to Adyen: {}", error.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    private static Unknown unreadable(Throwable error) {
        LOG.error("Adyen's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }
}
