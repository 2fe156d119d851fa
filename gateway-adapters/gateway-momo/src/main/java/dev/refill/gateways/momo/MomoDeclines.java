package dev.refill.gateways.momo;

import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.json.StrictJson;

import static java.util.Map.entry;

/**
 * MTN's words for a payment that failed, mapped once: the {@code ErrorReason} of the MoMo Open API, those that MTN's pages
 * name besides (momodeveloper.mtn.com, common errors), and those that some markets are known to answer.
 */
final class MomoDeclines {

    // @formatter:off
    static final Map<String, DeclineReason> REASONS = Map.ofEntries(
            // the customer, or the customer's wallet
            entry("APPROVAL_REJECTED", DeclineReason.AUTHENTICATION_FAILED),
            entry("COULD_NOT_PERFORM_TRANSACTION", DeclineReason.AUTHENTICATION_FAILED), // not approved in five minutes
            entry("EXPIRED", DeclineReason.AUTHENTICATION_FAILED),
            entry("LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED", DeclineReason.INSUFFICIENT_FUNDS),
            entry("NOT_ENOUGH_FUNDS", DeclineReason.INSUFFICIENT_FUNDS),
            entry("PAYER_LIMIT_REACHED", DeclineReason.LIMIT_EXCEEDED),
            entry("PAYER_NOT_FOUND", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("PAYMENT_NOT_APPROVED", DeclineReason.AUTHENTICATION_FAILED),
            entry("SENDER_ACCOUNT_NOT_ACTIVE", DeclineReason.CARD_NOT_SUPPORTED),
            entry("TRANSACTION_CANCELED", DeclineReason.REFUSED_BY_ISSUER),
            // our own account, or how it is used: no other wallet fares better
            entry("INVALID_CALLBACK_URL_HOST", DeclineReason.PROCESSING_ERROR),
            entry("INVALID_CURRENCY", DeclineReason.CURRENCY_NOT_SUPPORTED),
            entry("NOT_ALLOWED", DeclineReason.REFUSED_BY_ISSUER),
            entry("NOT_ALLOWED_TARGET_ENVIRONMENT", DeclineReason.PROCESSING_ERROR),
            entry("PAYEE_LIMIT_REACHED", DeclineReason.PROCESSING_ERROR),
            entry("PAYEE_NOT_ALLOWED_TO_RECEIVE", DeclineReason.PROCESSING_ERROR),
            entry("PAYEE_NOT_FOUND", DeclineReason.PROCESSING_ERROR),
            entry("RESOURCE_ALREADY_EXIST", DeclineReason.DUPLICATE),
            entry("RESOURCE_NOT_FOUND", DeclineReason.PROCESSING_ERROR),
            entry("TRANSACTION_NOT_FOUND", DeclineReason.PROCESSING_ERROR),
            entry("VALIDATION_ERROR", DeclineReason.PROCESSING_ERROR),
            // MTN
            entry("INTERNAL_PROCESSING_ERROR", DeclineReason.PROCESSING_ERROR),
            entry("SERVICE_UNAVAILABLE", DeclineReason.ISSUER_UNAVAILABLE),
            entry("TRANSACTION_NOT_COMPLETED", DeclineReason.PROCESSING_ERROR));
    // @formatter:on

    /** What can be said of a customer before anything was asked of the phone. */
    private static final Set<String> OF_THE_PAYER = Set.of("LOW_BALANCE_OR_PAYEE_LIMIT_REACHED_OR_NOT_ALLOWED",
            "NOT_ENOUGH_FUNDS", "PAYER_LIMIT_REACHED", "PAYER_NOT_FOUND", "SENDER_ACCOUNT_NOT_ACTIVE");

    private static final String UNSPECIFIED = "unspecified";

    private MomoDeclines() {}

    /** @return the reason; {@code OTHER} for words that MTN added later */
    static DeclineReason reason(String rawCode) {
        return REASONS.getOrDefault(rawCode, DeclineReason.OTHER);
    }

    static boolean isOfThePayer(String code) {
        return OF_THE_PAYER.contains(code);
    }

    /** @return the word for why it failed as MTN wrote it: a text in some markets, an object with a code in others */
    static String rawCode(JsonNode failed) {
        var reason = failed.path("reason");
        var code = reason.isObject() ? StrictJson.text(reason, "code") : reason.stringValue("");
        return code.isBlank() ? UNSPECIFIED : code;
    }
}
