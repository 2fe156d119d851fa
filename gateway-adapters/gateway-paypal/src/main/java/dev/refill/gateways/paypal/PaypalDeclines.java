package dev.refill.gateways.paypal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

import dev.refill.gateway.DeclineReason;
import dev.refill.gateway.json.StrictJson;

/**
 * PayPal's words for money that was not captured, mapped once: the issues of its Orders API (developer.paypal.com/api/orders/v2,
 * capture), the response codes of processors behind it, which a declined capture may carry, and the reasons of its status.
 */
final class PaypalDeclines {

    /** The capture was refused; nothing was taken. */
    // @formatter:off
    static final Map<DeclineReason, List<String>> ISSUES = Map.of(
            DeclineReason.REFUSED_BY_ISSUER, List.of("INSTRUMENT_DECLINED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
                    "TRANSACTION_REFUSED", "PAYER_CANNOT_PAY", "PAYER_ACCOUNT_RESTRICTED",
                    "PAYER_ACCOUNT_LOCKED_OR_CLOSED", "DECLINED_DUE_TO_RELATED_TXN", "AGREEMENT_ALREADY_CANCELLED",
                    "BILLING_AGREEMENT_NOT_FOUND"),
            DeclineReason.LIMIT_EXCEEDED, List.of("TRANSACTION_LIMIT_EXCEEDED", "TRANSACTION_RECEIVING_LIMIT_EXCEEDED",
                    "MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED"),
            DeclineReason.CARD_EXPIRED, List.of("CARD_EXPIRED", "REFERENCED_CARD_EXPIRED"),
            DeclineReason.CARD_NOT_SUPPORTED, List.of("CARD_BRAND_NOT_SUPPORTED", "PAYMENT_SOURCE_NOT_SUPPORTED",
                    "DOMESTIC_TRANSACTION_REQUIRED"),
            DeclineReason.CURRENCY_NOT_SUPPORTED, List.of("CURRENCY_NOT_SUPPORTED_FOR_BANK"),
            DeclineReason.SUSPECTED_FRAUD, List.of("COMPLIANCE_VIOLATION", "PAYEE_BLOCKED_TRANSACTION",
                    "TRANSACTION_BLOCKED_BY_PAYEE"),
            DeclineReason.DUPLICATE, List.of("DUPLICATE_INVOICE_ID"));

    /** The processor's word for a capture that came to nothing; PayPal's own status where there is none. */
    static final Map<DeclineReason, List<String>> CODES = Map.ofEntries(
            Map.entry(DeclineReason.INSUFFICIENT_FUNDS, List.of("5120")),
            Map.entry(DeclineReason.LIMIT_EXCEEDED, List.of("1310", "5135", "5710", "PPAI", "PPAX", "PPDT", "PPEL",
                    "PPNL")),
            Map.entry(DeclineReason.CARD_EXPIRED, List.of("5400", "PPEF")),
            Map.entry(DeclineReason.INCORRECT_CARD_DETAILS, List.of("00N7", "0390", "0890", "1330", "1335", "1380",
                    "1382", "5110", "5130", "5170", "5190", "5500", "6300", "7800", "7900", "PCVV", "PPAD", "PPAV",
                    "PPC2", "PPEX", "PPFI")),
            Map.entry(DeclineReason.CARD_NOT_SUPPORTED, List.of("1312", "5700", "5930", "5950", "8030", "PPAE", "PPAG",
                    "PPBG", "PPCO", "PPCT", "PPDC", "PPDI", "PPFR", "PPMC", "PPNC", "PPPI", "PPPM", "PPQC", "PPTT",
                    "PPUE", "PPUI", "PPUP", "PPUR", "PPVT")),
            Map.entry(DeclineReason.CURRENCY_NOT_SUPPORTED, List.of("1320", "PPCU", "PPS4", "PPUC", "PPVC")),
            Map.entry(DeclineReason.LOST_OR_STOLEN, List.of("1352", "5140", "5150", "5180", "9520", "PP06", "PPAB")),
            Map.entry(DeclineReason.SUSPECTED_FRAUD, List.of("9500", "9510", "PPSC")),
            Map.entry(DeclineReason.AUTHENTICATION_FAILED, List.of("0880", "5650", "7700", "7710", "PPAR", "PPD3",
                    "PPTE", "PPTR", "PPTV")),
            Map.entry(DeclineReason.ISSUER_UNAVAILABLE, List.of("5910", "5920", "8220")),
            Map.entry(DeclineReason.PROCESSING_ERROR, List.of("0800", "0960", "1000", "1300", "1317", "1340", "1350",
                    "1360", "1370", "1384", "1390", "1393", "5800", "7600", "8000", "8010", "8020", "8100", "8110",
                    "9600", "PCNR", "PPAU", "PPCE", "PPCR", "PPDV", "PPER", "PPFE", "PPFV", "PPGR", "PPH1", "PPII",
                    "PPIM", "PPIT", "PPLR", "PPLS", "PPMB", "PPMD", "PPNM", "PPNT", "PPPH", "PPRE", "PPRF", "PPRR",
                    "PPS0", "PPS1", "PPS2", "PPS3", "PPS5", "PPS6", "PPSD", "PPTF", "PPTI", "PPUA", "PPVE",
                    "FAILED")),
            Map.entry(DeclineReason.DUPLICATE, List.of("5200", "PPIF")),
            Map.entry(DeclineReason.REFUSED_BY_ISSUER, List.of("0100", "0500", "0580", "0R00", "10BR", "5100", "5160",
                    "5210", "5900", "9100", "9530", "9540", "PPRN", "PPSE", "DECLINED")));

    /**
     * Why a capture is not there, where no processor has said so. What is wrong with our own account passes elsewhere; what its payer or
     * the payer's bank has called back does not.
     */
    static final Map<DeclineReason, List<String>> STATUS_REASONS = Map.of(
            DeclineReason.REFUSED_BY_ISSUER, List.of("BUYER_COMPLAINT", "CHARGEBACK", "ECHECK", "OTHER", "REFUNDED"),
            DeclineReason.INSUFFICIENT_FUNDS, List.of("TRANSACTION_APPROVED_AWAITING_FUNDING"),
            DeclineReason.SUSPECTED_FRAUD, List.of("PENDING_REVIEW"),
            DeclineReason.PROCESSING_ERROR, List.of("INTERNATIONAL_WITHDRAWAL",
                    "RECEIVING_PREFERENCE_MANDATES_MANUAL_ACTION", "UNILATERAL", "VERIFICATION_REQUIRED"));

    /** The order stands otherwise than when it was read: it is read again. */
    static final Set<String> CHANGED = Set.of("ORDER_ALREADY_CAPTURED", "ORDER_COMPLETION_IN_PROGRESS",
            "ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED");

    /** Wrong with our account or our request, not with the payer: worth an alarm, and no decline. */
    static final Set<String> OURS = Set.of("APPLE_PAY_AMOUNT_MISMATCH", "AUTH_CAPTURE_NOT_ENABLED",
            "BANK_NOT_SUPPORTED_FOR_VERIFICATION", "BILLING_AGREEMENT_ID_MISMATCH", "CANCEL_URL_REQUIRED",
            "CARD_EXPIRY_REQUIRED", "CARD_NUMBER_REQUIRED", "IBAN_COUNTRY_NOT_SUPPORTED", "IDENTIFIER_NOT_FOUND",
            "INCOMPATIBLE_PARAMETER_VALUE", "INVALID_IBAN", "INVALID_PICKUP_ADDRESS",
            "INVALID_PREVIOUS_TRANSACTION_REFERENCE", "INVALID_SECURITY_CODE_LENGTH",
            "MERCHANT_INITIATED_WITH_AUTHENTICATION_RESULTS", "MERCHANT_INITIATED_WITH_MULTIPLE_PURCHASE_UNITS",
            "MERCHANT_INITIATED_WITH_SECURITY_CODE", "MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE", "MISSING_CRYPTOGRAM",
            "MISSING_PREVIOUS_REFERENCE", "NOT_ELIGIBLE_FOR_PAYPAL_TRANSACTION_ID_PROCESSING",
            "NOT_ELIGIBLE_FOR_PNREF_PROCESSING", "NOT_ENABLED_FOR_BANK_PROCESSING", "NOT_ENABLED_FOR_CARD_PROCESSING",
            "ONLY_ONE_BANK_SOURCE_ALLOWED", "PAYEE_ACCOUNT_INVALID", "PAYEE_ACCOUNT_LOCKED_OR_CLOSED",
            "PAYEE_ACCOUNT_RESTRICTED", "PAYEE_FX_RATE_ID_EXPIRED", "PAYEE_NOT_ENABLED_FOR_BANK_PROCESSING",
            "PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING", "PAYMENT_SOURCE_MISMATCH", "PAYPAL_TRANSACTION_ID_EXPIRED",
            "PAYPAL_TRANSACTION_ID_NOT_FOUND", "PLATFORM_FEE_PAYEE_CANNOT_BE_SAME_AS_PAYER", "PNREF_EXPIRED",
            "PNREF_NOT_FOUND", "PREFERRED_PAYMENT_SOURCE_MISMATCH", "PREVIOUS_TRANSACTION_REFERENCE_HAS_CHARGEBACK",
            "PREVIOUS_TRANSACTION_REFERENCE_VOIDED", "REQUIRED_PARAMETER_FOR_CUSTOMER_INITIATED_PAYMENT",
            "RETURN_URL_REQUIRED", "SETUP_ERROR_FOR_BANK", "SHIPPING_ADDRESS_INVALID", "TOKEN_ID_NOT_FOUND",
            "VAULT_INSTRUCTION_REQUIRED");

    /** The payer is to be sent to the page again, where another way to pay can be chosen. */
    private static final Set<String> RETRIABLE = Set.of("INSTRUMENT_DECLINED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING",
            "CARD_BRAND_NOT_SUPPORTED", "CARD_EXPIRED", "REFERENCED_CARD_EXPIRED", "PAYMENT_SOURCE_NOT_SUPPORTED");
    // @formatter:on

    private static final Map<String, DeclineReason> REASONS = reasons();

    private PaypalDeclines() {}

    /** What an error's answer to a capture means. */
    enum Meaning {
        /** The order stands otherwise than we thought. */
        CHANGED,
        /** Nothing was taken, and the payer is the one who can do something about it. */
        DECLINED,
        /** Nothing is said about the payer. */
        FAILED
    }

    /** A refusal with a word that PayPal added later is a decline. */
    static Meaning meaning(ErrorAnswerException answer) {
        var issue = answer.issue();
        if (!answer.isRefusal() || issue.isEmpty() || OURS.contains(issue) || PaypalErrors.isInProgress(answer)) {
            return Meaning.FAILED;
        }
        return CHANGED.contains(issue) ? Meaning.CHANGED : Meaning.DECLINED;
    }

    /** @return the reason; {@code OTHER} for words that PayPal added later */
    static DeclineReason reason(String code) {
        return REASONS.getOrDefault(code, DeclineReason.OTHER);
    }

    /** Whether another way to pay may follow on the same order. */
    static boolean isRetriable(String issue) {
        return RETRIABLE.contains(issue);
    }

    /** The processor's word for a capture that came to nothing, otherwise PayPal's. */
    static String codeOf(JsonNode capture) {
        var code = StrictJson.text(capture.path("processor_response"), "response_code");
        var reason = StrictJson.text(capture.path("status_details"), "reason");
        if (!code.isBlank()) {
            return code;
        }
        return reason.isBlank() ? PaypalPayments.status(capture) : reason;
    }

    private static Map<String, DeclineReason> reasons() {
        var reasons = new HashMap<String, DeclineReason>();
        ISSUES.forEach((reason, issues) -> issues.forEach(issue -> reasons.put(issue, reason)));
        CODES.forEach((reason, codes) -> codes.forEach(code -> reasons.put(code, reason)));
        STATUS_REASONS.forEach((reason, words) -> words.forEach(word -> reasons.put(word, reason)));
        return Map.copyOf(reasons);
    }
}
