package dev.refill.gateways.adyen;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.refill.gateway.DeclineReason;

/**
 * Adyen's words for a refused card (docs.adyen.com/development-resources/refusal-reasons), mapped once. Answers carry a
 * {@code refusalReasonCode}; notifications carry only its text, as their {@code reason}.
 */
final class AdyenDeclines {

    private static final String UNSPECIFIED = "unspecified";

    // @formatter:off
    static final List<Row> ROWS = List.of(
            new Row("2", "Refused", DeclineReason.REFUSED_BY_ISSUER),
            new Row("3", "Referral", DeclineReason.REFUSED_BY_ISSUER),
            new Row("4", "Acquirer Error", DeclineReason.PROCESSING_ERROR),
            new Row("5", "Blocked Card", DeclineReason.LOST_OR_STOLEN),
            new Row("6", "Expired Card", DeclineReason.CARD_EXPIRED),
            new Row("7", "Invalid Amount", DeclineReason.PROCESSING_ERROR),
            new Row("8", "Invalid Card Number", DeclineReason.INCORRECT_CARD_DETAILS),
            new Row("9", "Issuer Unavailable", DeclineReason.ISSUER_UNAVAILABLE),
            new Row("10", "Not supported", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("11", "3D Not Authenticated", DeclineReason.AUTHENTICATION_FAILED),
            new Row("12", "Not enough balance", DeclineReason.INSUFFICIENT_FUNDS),
            new Row("14", "Acquirer Fraud", DeclineReason.SUSPECTED_FRAUD),
            new Row("15", "Cancelled", DeclineReason.REFUSED_BY_ISSUER),
            new Row("16", "Shopper Cancelled", DeclineReason.AUTHENTICATION_FAILED),
            new Row("17", "Invalid Pin", DeclineReason.INCORRECT_CARD_DETAILS),
            new Row("18", "Pin tries exceeded", DeclineReason.LIMIT_EXCEEDED),
            new Row("19", "Pin validation not possible", DeclineReason.ISSUER_UNAVAILABLE),
            new Row("20", "FRAUD", DeclineReason.SUSPECTED_FRAUD),
            new Row("21", "Not Submitted", DeclineReason.PROCESSING_ERROR),
            new Row("22", "FRAUD-CANCELLED", DeclineReason.SUSPECTED_FRAUD),
            new Row("23", "Transaction Not Permitted", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("24", "CVC Declined", DeclineReason.INCORRECT_CARD_DETAILS),
            new Row("25", "Restricted Card", DeclineReason.LOST_OR_STOLEN),
            new Row("26", "Revocation Of Auth", DeclineReason.DO_NOT_TRY_AGAIN),
            new Row("27", "Declined Non Generic", DeclineReason.REFUSED_BY_ISSUER),
            new Row("28", "Withdrawal amount exceeded", DeclineReason.LIMIT_EXCEEDED),
            new Row("29", "Withdrawal count exceeded", DeclineReason.LIMIT_EXCEEDED),
            new Row("31", "Issuer Suspected Fraud", DeclineReason.SUSPECTED_FRAUD),
            new Row("32", "AVS Declined", DeclineReason.INCORRECT_CARD_DETAILS),
            new Row("33", "Card requires online pin", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("34", "No checking account available on Card", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("35", "No savings account available on Card", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("36", "Mobile pin required", DeclineReason.AUTHENTICATION_FAILED),
            new Row("37", "Contactless fallback", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("38", "Authentication required", DeclineReason.AUTHENTICATION_REQUIRED),
            new Row("39", "RReq not received from DS", DeclineReason.AUTHENTICATION_FAILED),
            new Row("40", "Current AID is in Penalty Box.", DeclineReason.ISSUER_UNAVAILABLE),
            new Row("41", "CVM Required Restart Payment", DeclineReason.AUTHENTICATION_FAILED),
            new Row("42", "3DS Authentication Error", DeclineReason.AUTHENTICATION_FAILED),
            new Row("43", "Online PIN required", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("44", "Try another interface", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("45", "Chip downgrade mode", DeclineReason.CARD_NOT_SUPPORTED),
            new Row("46", "Transaction blocked by Adyen to prevent excessive retry fees",
                    DeclineReason.DO_NOT_TRY_AGAIN));
    // @formatter:on

    private static final Map<String, DeclineReason> BY_CODE = by(Row::code);
    private static final Map<String, DeclineReason> BY_TEXT = by(row -> words(row.text()));

    private AdyenDeclines() {}

    /** One refusal that Adyen documents. */
    record Row(String code, String text, DeclineReason reason) {}

    /**
     * @param code empty if there is none
     * @param text empty if there is none
     * @return the reason; {@code OTHER} for words that Adyen added later
     */
    static DeclineReason reason(String code, String text) {
        var byCode = BY_CODE.get(code);
        return byCode == null ? BY_TEXT.getOrDefault(words(text), DeclineReason.OTHER) : byCode;
    }

    /** @return the code, or the text where there is no code, as Adyen wrote it */
    static String rawCode(String code, String text) {
        if (!code.isBlank()) {
            return code;
        }
        return text.isBlank() ? UNSPECIFIED : text;
    }

    private static Map<String, DeclineReason> by(Function<Row, String> key) {
        return ROWS.stream().collect(Collectors.toUnmodifiableMap(key, Row::reason));
    }

    /** Capitals and full stops differ between Adyen's own pages and answers. */
    private static String words(String text) {
        return text.strip().replaceAll("\\.$", "").toLowerCase(Locale.ROOT);
    }
}
