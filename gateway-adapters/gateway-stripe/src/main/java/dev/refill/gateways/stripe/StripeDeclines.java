package dev.refill.gateways.stripe;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.DeclineReason;

import static java.util.Map.entry;

/**
 * Stripe's words for a refused card, mapped once. {@code decline_code} (docs.stripe.com/declines/codes) says more than
 * the error's {@code code} (docs.stripe.com/error-codes) and is asked first.
 */
final class StripeDeclines {

    // @formatter:off
    static final Map<String, DeclineReason> REASONS = Map.ofEntries(
            // decline codes
            entry("approve_with_id", DeclineReason.REFUSED_BY_ISSUER),
            entry("authentication_not_handled", DeclineReason.AUTHENTICATION_REQUIRED),
            entry("authentication_required", DeclineReason.AUTHENTICATION_REQUIRED),
            entry("call_issuer", DeclineReason.REFUSED_BY_ISSUER),
            entry("card_not_supported", DeclineReason.CARD_NOT_SUPPORTED),
            entry("card_velocity_exceeded", DeclineReason.LIMIT_EXCEEDED),
            entry("currency_not_supported", DeclineReason.CURRENCY_NOT_SUPPORTED),
            entry("do_not_honor", DeclineReason.REFUSED_BY_ISSUER),
            entry("do_not_try_again", DeclineReason.DO_NOT_TRY_AGAIN),
            entry("duplicate_transaction", DeclineReason.DUPLICATE),
            entry("expired_card", DeclineReason.CARD_EXPIRED),
            entry("fraudulent", DeclineReason.SUSPECTED_FRAUD),
            entry("generic_decline", DeclineReason.REFUSED_BY_ISSUER),
            entry("highest_risk_level", DeclineReason.SUSPECTED_FRAUD),
            entry("elevated_risk_level", DeclineReason.SUSPECTED_FRAUD),
            entry("incorrect_address", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("incorrect_cvc", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("incorrect_number", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("incorrect_pin", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("incorrect_zip", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("insufficient_funds", DeclineReason.INSUFFICIENT_FUNDS),
            entry("invalid_account", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_amount", DeclineReason.LIMIT_EXCEEDED),
            entry("invalid_cvc", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_expiry_month", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_expiry_year", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_number", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_pin", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("issuer_not_available", DeclineReason.ISSUER_UNAVAILABLE),
            entry("lost_card", DeclineReason.LOST_OR_STOLEN),
            entry("merchant_blacklist", DeclineReason.SUSPECTED_FRAUD),
            entry("mobile_device_authentication_required", DeclineReason.AUTHENTICATION_FAILED),
            entry("new_account_information_available", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("no_action_taken", DeclineReason.REFUSED_BY_ISSUER),
            entry("not_permitted", DeclineReason.REFUSED_BY_ISSUER),
            entry("offline_pin_required", DeclineReason.CARD_NOT_SUPPORTED),
            entry("online_or_offline_pin_required", DeclineReason.CARD_NOT_SUPPORTED),
            entry("pickup_card", DeclineReason.LOST_OR_STOLEN),
            entry("pin_try_exceeded", DeclineReason.LIMIT_EXCEEDED),
            entry("previously_declined_do_not_retry", DeclineReason.DO_NOT_TRY_AGAIN),
            entry("processing_error", DeclineReason.PROCESSING_ERROR),
            entry("reenter_transaction", DeclineReason.PROCESSING_ERROR),
            entry("restricted_card", DeclineReason.LOST_OR_STOLEN),
            entry("revocation_of_all_authorizations", DeclineReason.DO_NOT_TRY_AGAIN),
            entry("revocation_of_authorization", DeclineReason.DO_NOT_TRY_AGAIN),
            entry("rule", DeclineReason.SUSPECTED_FRAUD),
            entry("security_violation", DeclineReason.REFUSED_BY_ISSUER),
            entry("service_not_allowed", DeclineReason.REFUSED_BY_ISSUER),
            entry("stolen_card", DeclineReason.LOST_OR_STOLEN),
            entry("stop_payment_order", DeclineReason.DO_NOT_TRY_AGAIN),
            entry("test_mode_live_card", DeclineReason.CARD_NOT_SUPPORTED),
            entry("testmode_decline", DeclineReason.CARD_NOT_SUPPORTED),
            entry("transaction_not_allowed", DeclineReason.REFUSED_BY_ISSUER),
            entry("try_again_later", DeclineReason.ISSUER_UNAVAILABLE),
            entry("withdrawal_count_limit_exceeded", DeclineReason.LIMIT_EXCEEDED),
            // card error codes
            entry("amount_too_large", DeclineReason.LIMIT_EXCEEDED),
            entry("balance_insufficient", DeclineReason.INSUFFICIENT_FUNDS),
            entry("capture_charge_authorization_expired", DeclineReason.PROCESSING_ERROR),
            entry("card_decline_rate_limit_exceeded", DeclineReason.LIMIT_EXCEEDED),
            entry("card_declined", DeclineReason.REFUSED_BY_ISSUER),
            entry("invalid_characters", DeclineReason.INCORRECT_CARD_DETAILS),
            entry("invalid_charge_amount", DeclineReason.LIMIT_EXCEEDED),
            entry("payment_intent_authentication_failure", DeclineReason.AUTHENTICATION_FAILED),
            entry("payment_intent_payment_attempt_expired", DeclineReason.AUTHENTICATION_FAILED),
            entry("payment_intent_payment_attempt_failed", DeclineReason.PROCESSING_ERROR),
            entry("payment_method_currency_mismatch", DeclineReason.CURRENCY_NOT_SUPPORTED),
            entry("payment_method_customer_decline", DeclineReason.AUTHENTICATION_FAILED),
            entry("payment_method_not_available", DeclineReason.ISSUER_UNAVAILABLE),
            entry("payment_method_provider_decline", DeclineReason.REFUSED_BY_ISSUER),
            entry("payment_method_provider_timeout", DeclineReason.ISSUER_UNAVAILABLE),
            entry("postal_code_invalid", DeclineReason.INCORRECT_CARD_DETAILS));
    // @formatter:on

    private StripeDeclines() {}

    /** @return the reason; {@code OTHER} for words that Stripe added later */
    static DeclineReason reason(@Nullable String declineCode, @Nullable String code) {
        return REASONS.getOrDefault(rawCode(declineCode, code), DeclineReason.OTHER);
    }

    /** @return the more telling of the two words as Stripe wrote it */
    static String rawCode(@Nullable String declineCode, @Nullable String code) {
        if (declineCode != null) {
            return declineCode;
        }
        return code == null ? "unspecified" : code;
    }
}
