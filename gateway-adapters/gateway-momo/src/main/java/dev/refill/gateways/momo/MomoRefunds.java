package dev.refill.gateways.momo;

import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.RefundFailed;
import dev.refill.gateway.RefundFailureReason;
import dev.refill.gateway.RefundObservation;
import dev.refill.gateway.RefundPending;
import dev.refill.gateway.RefundSucceeded;

import static java.util.Map.entry;

/** What MTN's refunds say, in our words. In a refund we are the payer and the customer is the payee. */
final class MomoRefunds {

    // @formatter:off
    static final Map<String, RefundFailureReason> REASONS = Map.ofEntries(
            entry("LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED", RefundFailureReason.OTHER), // three in one
            entry("NOT_ALLOWED", RefundFailureReason.OTHER), // our account is blocked
            entry("NOT_ENOUGH_FUNDS", RefundFailureReason.OUR_BALANCE_TOO_LOW),
            entry("PAYEE_LIMIT_REACHED", RefundFailureReason.REFUSED_BY_BANK),
            entry("PAYEE_NOT_ALLOWED_TO_RECEIVE", RefundFailureReason.REFUSED_BY_BANK),
            entry("PAYEE_NOT_FOUND", RefundFailureReason.CARD_GONE),
            entry("PAYER_LIMIT_REACHED", RefundFailureReason.OUR_BALANCE_TOO_LOW),
            entry("TRANSACTION_CANCELED", RefundFailureReason.CANCELLED));
    // @formatter:on

    /** Words that speak of the payment or the customer, not of the request. */
    private static final Set<String> REFUSALS = Set.of("NOT_ENOUGH_FUNDS", "PAYEE_LIMIT_REACHED",
            "PAYEE_NOT_ALLOWED_TO_RECEIVE", "PAYEE_NOT_FOUND", "RESOURCE_NOT_FOUND", "TRANSACTION_NOT_COMPLETED",
            "TRANSACTION_NOT_FOUND");

    private MomoRefunds() {}

    /**
     * A status that MTN added later is one that it works on: it will say more.
     *
     * @throws UnreadableAnswerException if it is no refund
     */
    static RefundObservation of(ProviderReference reference, JsonNode refund) {
        return switch (MomoPayments.status(refund)) {
            case "SUCCESSFUL" -> new RefundSucceeded(reference, MomoPayments.money(refund));
            case "FAILED" -> failed(reference, MomoDeclines.rawCode(refund));
            default -> new RefundPending(reference);
        };
    }

    /** Whether a request was refused for what became of the payment, which is no fault of the request. */
    static boolean isRefusal(String code) {
        return REFUSALS.contains(code);
    }

    private static RefundFailed failed(ProviderReference reference, String code) {
        return new RefundFailed(reference, REASONS.getOrDefault(code, RefundFailureReason.OTHER), code);
    }
}
