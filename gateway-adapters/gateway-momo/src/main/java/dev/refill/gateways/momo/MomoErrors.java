package dev.refill.gateways.momo;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.reactive.function.client.WebClientException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import dev.refill.gateway.ChargeOutcome;
import dev.refill.gateway.NotSent;
import dev.refill.gateway.NotSent.Reason;
import dev.refill.gateway.PaymentMethod;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundOutcome;
import dev.refill.gateway.RefundRefused;
import dev.refill.gateway.Unknown;
import dev.refill.gateway.Unresolved;
import dev.refill.gateway.token.NoTokenException;

/** The one place where what went wrong, at MTN or on the way, becomes our outcomes. */
final class MomoErrors {

    private static final Logger LOG = LoggerFactory.getLogger(MomoErrors.class);

    /** Words of a request that was refused as it came, which MTN says with status 500: nothing is under way. */
    private static final Set<String> OF_THE_REQUEST = Set.of("INVALID_CALLBACK_URL_HOST", "INVALID_CURRENCY",
            "NOT_ALLOWED", "NOT_ALLOWED_TARGET_ENVIRONMENT");

    private MomoErrors() {}

    /** An answer to a request to pay, neither an acceptance nor the word that it was asked for before. */
    static ChargeOutcome ofCharge(ProviderReference reference, MomoAnswer answer) {
        return answer.isClientError() && MomoDeclines.isOfThePayer(answer.code())
                ? MomoPayments.declined(reference, answer.code())
                : unresolved(answer);
    }

    /** The same of a refund. */
    static RefundOutcome ofRefund(MomoAnswer answer) {
        return answer.isClientError() && MomoRefunds.isRefusal(answer.code())
                ? new RefundRefused(answer.code())
                : unresolved(answer);
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
            case NoPlaceException _full -> new NotSent(Reason.BULKHEAD_FULL, null);
            case TimeoutException _late -> new Unknown("no answer in time");
            case WebClientRequestException broken -> ofTheWire(broken.getCause());
            case WebClientException broken -> ofTheWire(broken.getCause());
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

    private static Unresolved unresolved(MomoAnswer answer) {
        if (answer.status() == MomoAnswer.TOO_MANY_REQUESTS) {
            return new NotSent(Reason.RATE_LIMITED, answer.retryAfter());
        }
        if (answer.isClientError() || OF_THE_REQUEST.contains(answer.code())) {
            LOG.error("MTN refused our request: {}", answer);
            return new NotSent(Reason.REFUSED, null);
        }
        return new Unknown(answer.toString());
    }

    /** Without a connection not a byte of the request can have reached MTN. */
    private static Unresolved ofTheWire(@Nullable Throwable cause) {
        return switch (cause) {
            case ConnectException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case UnknownHostException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case SSLHandshakeException _none -> new NotSent(Reason.CONNECTION_REFUSED, null);
            case null -> new Unknown("connection lost");
            default -> new Unknown("connection lost: " + cause.getClass().getSimpleName());
        };
    }

    /** An answer came and cannot be read: it may say anything, also that money moved. */
    private static Unknown unreadable(Throwable error) {
        LOG.error("MTN's answer cannot be read: {}", error.getClass().getName());
        return new Unknown("unreadable answer: " + error.getClass().getSimpleName());
    }
}
