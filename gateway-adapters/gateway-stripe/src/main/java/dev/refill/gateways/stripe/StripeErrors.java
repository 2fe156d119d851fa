package dev.refill.gateways.stripe;

import java.time.Duration;
import java.util.Set;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.StripeException;
import com.stripe.model.StripeError;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.refill.gateway.ChargeCommand;
import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.Declined;
import dev.refill.gateway.LookupOutcome;
import dev.refill.gateway.NotFound;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod.CardOnFile;
import dev.refill.gateway.PaymentMethod.MobileMoney;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.amount.UnpayableAmountException;

/** The one place where the SDK's exceptions become our outcomes. */
final class StripeErrors {

    private static final Logger LOG = LoggerFactory.getLogger(StripeErrors.class);

    /** Parameters of a refund that can be wrong only in view of what became of the payment. */
    private static final Set<String> OF_THE_PAYMENT = Set.of("amount", "charge", "payment_intent");

    /** Parameters that name a card that is kept. */
    private static final Set<String> OF_THE_CARD = Set.of("customer", "payment_method");

    private static final String IN_THE_OTHER_MODE = "a similar object exists in";

    private StripeErrors() {}

    static ChargeOutcome ofCharge(StripeException error, ChargeCommand command) {
        if (error instanceof CardException) {
            return StripePayments.declined(error);
        }
        return command.method() instanceof CardOnFile && isCardGone(error)
                ? gone(error, command, String.valueOf(error.getCode()))
                : unresolved(error);
    }

    /** @param code why, as Stripe says it, or in a word of ours where it has none */
    static Declined gone(StripeException error, ChargeCommand command, String code) {
        return new Declined(new ProviderReference(evidence(error, command)), DeclineReason.CARD_GONE, code, false);
    }

    /** A refusal that does not say for what. */
    static boolean isWithoutCode(StripeException error) {
        return status(error) == 400 && error.getCode() == null;
    }

    /**
     * Stripe does not know what was to be charged. Whoever comes with a test key for what is kept in live mode, or the other way round, is told
     * the same and that it is there: then the key is wrong, which is a fault of ours.
     */
    private static boolean isCardGone(StripeException error) {
        return (status(error) == 400 || status(error) == 404) && "resource_missing".equals(error.getCode())
                && OF_THE_CARD.contains(String.valueOf(parameter(error)))
                && !String.valueOf(error.getMessage()).contains(IN_THE_OTHER_MODE);
    }

    /** There is no payment of it, so the request is what can be shown. */
    private static String evidence(StripeException error, ChargeCommand command) {
        var request = error.getRequestId();
        return request == null ? command.operationKey().value() : request;
    }

    /** What was carried out before the error, if anything, is told by a look-up. */
    static Unresolved ofCancel(StripeException error) {
        return unresolved(error);
    }

    static RefundOutcome ofRefund(StripeException error) {
        var refusal = refusal(error);
        return refusal == null ? unresolved(error) : new RefundRefused(refusal);
    }

    /** Only of an object that was asked for by its id can Stripe say that it is not there. */
    static LookupOutcome ofRetrieve(StripeException error) {
        return isMissing(error) ? new NotFound() : ofLookup(error);
    }

    /** Stripe knows no object of this id. */
    static boolean isMissing(StripeException error) {
        return status(error) == 404 && "resource_missing".equals(error.getCode());
    }

    static Unresolved ofLookup(StripeException error) {
        if (status(error) == 404) {
            return notAtThisAddress(error);
        }
        return unresolved(error);
    }

    /** An amount that Stripe cannot express was never sent. */
    static NotSent refused(UnpayableAmountException error) {
        LOG.error("Not sent to Stripe: {}", error.getMessage());
        return new NotSent(Reason.REFUSED, null);
    }

    /** Stripe is asked for cards only. */
    static NotSent noWalletsOf(MobileMoney phone) {
        LOG.error("Not sent to Stripe, which is asked for cards only: {}", phone);
        return new NotSent(Reason.REFUSED, null);
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    static Unknown unreadable(RuntimeException error) {
        LOG.error("Stripe's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }

    /** A search and a list are always there: whoever answered was not Stripe's API, and knows nothing of payments. */
    private static Unknown notAtThisAddress(StripeException error) {
        LOG.error("No Stripe at the address that was asked, api-base may be wrong: code {}, request {}",
                error.getCode(), error.getRequestId());
        return unknown(error);
    }

    private static Unresolved unresolved(StripeException error) {
        var notSent = notSent(error);
        return notSent == null ? unknown(error) : notSent;
    }

    /**
     * Stripe's word for a refund that cannot be, {@code null} if the error is of another kind. For more than is left it
     * has no code and names the parameter. A request that is wrong in itself is a fault of ours and no refusal.
     */
    private static @Nullable String refusal(StripeException error) {
        if ((status(error) != 400 && status(error) != 402) || error instanceof IdempotencyException) {
            return null;
        }
        var code = error.getCode();
        if (code == null) {
            var parameter = String.valueOf(parameter(error));
            return OF_THE_PAYMENT.contains(parameter) ? parameter : null;
        }
        return code.startsWith("parameter_") || code.equals("resource_missing") ? null : code;
    }

    private static @Nullable NotSent notSent(StripeException error) {
        if (error instanceof NotConnectedException) {
            return new NotSent(Reason.CONNECTION_REFUSED, null);
        }
        if (status(error) == 409) {
            return new NotSent(Reason.IN_PROGRESS, retryAfter(error));
        }
        if (status(error) == 429) {
            return new NotSent(Reason.RATE_LIMITED, retryAfter(error));
        }
        return isRefusal(error) ? refused(error) : null;
    }

    /** The key was used before with other parameters: what that earlier request did, this error does not say. */
    private static boolean isRefusal(StripeException error) {
        return status(error) >= 400 && status(error) < 500 && !(error instanceof IdempotencyException);
    }

    /** Stripe's message may repeat parts of what was sent, so it stays out of the log. */
    private static NotSent refused(StripeException error) {
        LOG.error("Stripe refused our request: status {}, code {}, parameter {}, request {}", status(error),
                error.getCode(), parameter(error), error.getRequestId());
        return new NotSent(Reason.REFUSED, null);
    }

    private static Unknown unknown(StripeException error) {
        return error instanceof ApiConnectionException
                ? new Unknown(String.valueOf(error.getMessage()))
                : new Unknown("status " + status(error) + ", code " + error.getCode() + ", request "
                        + error.getRequestId());
    }

    private static int status(StripeException error) {
        var status = error.getStatusCode();
        return status == null ? 0 : status;
    }

    private static @Nullable String parameter(StripeException error) {
        var stripeError = error.getStripeError();
        return stripeError == null ? null : stripeError.getParam();
    }

    private static @Nullable Duration retryAfter(StripeException error) {
        var stripeError = error.getStripeError();
        return stripeError == null ? null : retryAfter(stripeError);
    }

    private static @Nullable Duration retryAfter(StripeError error) {
        var response = error.getLastResponse();
        return response == null
                ? null
                : response.headers().firstValue("Retry-After").map(StripeErrors::seconds).orElse(null);
    }

    /** Seconds are what Stripe sends; the other form of the header, a date, is not worth a clock. */
    private static @Nullable Duration seconds(String header) {
        return header.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }
}
