package dev.refill.gateways.adyen;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.refill.gateway.Money;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.json.StrictJson;

/**
 * One item of a standard notification. Only its signed fields can be relied on: references, merchant account, amount,
 * event code and success. The date, the reason and the additional data are as whoever delivered it wrote them.
 *
 * @param value the amount's value as it stands in the JSON, and so in what is signed
 */
record NotificationItem(String pspReference, String originalReference, String merchantAccountCode,
        String merchantReference, String value, String currency, String eventCode, boolean success, String eventDate,
        String reason, JsonNode additionalData) {

    /** In a reason of Adyen's: "Transaction Recaptured", "Transaction Auto-recaptured". */
    private static final Pattern RECAPTURED = Pattern.compile("re-?captured", Pattern.CASE_INSENSITIVE);

    /** {@code null} if it is none, never an exception. */
    static @Nullable NotificationItem read(JsonNode item) {
        var success = StrictJson.text(item, "success");
        var value = value(item.path("amount").path("value"));
        var read = new NotificationItem(StrictJson.text(item, "pspReference"),
                StrictJson.text(item, "originalReference"), StrictJson.text(item, "merchantAccountCode"),
                StrictJson.text(item, "merchantReference"), String.valueOf(value),
                StrictJson.text(item.path("amount"), "currency"), StrictJson.text(item, "eventCode"),
                success.equals("true"), StrictJson.text(item, "eventDate"), StrictJson.text(item, "reason"),
                item.path("additionalData"));
        return value != null && success.matches("true|false") && read.isUnambiguous() ? read : null;
    }

    /** Adyen writes a number, and sometimes a number as a text. */
    private static @Nullable String value(JsonNode value) {
        if (value.isMissingNode()) {
            return "";
        }
        var text = value.isIntegralNumber() ? value.asString() : value.stringValue("none");
        return text.matches("-?[0-9]{1,18}") ? text : null;
    }

    /**
     * Whether what is signed can be taken apart in one way only. A colon in any field but our own reference could move
     * the borders between them, and another payment's signature would do for this one.
     */
    private boolean isUnambiguous() {
        return isWord(pspReference) && isWord(eventCode) && currency.matches("[A-Z]{0,3}")
                && originalReference.indexOf(':') < 0 && merchantAccountCode.indexOf(':') < 0;
    }

    /** Such references and codes travel into keys, tags and pages. */
    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9_.-]{1,100}");
    }

    /** What is signed. Adyen puts the fields together as they are, also such as have a colon in them. */
    String signedData() {
        return String.join(":", pspReference, originalReference, merchantAccountCode, merchantReference, value,
                currency, eventCode, String.valueOf(success));
    }

    /** The same for every delivery of the same fact, as Adyen names facts; but a capture that is done again is another. */
    String fact() {
        return pspReference + ":" + eventCode + ":" + success + (isRecapture() ? ":recaptured" : "");
    }

    /** Whether it tells of a capture that was done after it had failed. That it was captured is signed, that it had failed is not. */
    boolean isRecapture() {
        return eventCode.equals("CAPTURE") && success && RECAPTURED.matcher(reason).find();
    }

    boolean isOf(String merchantAccount) {
        return merchantAccountCode.equals(merchantAccount);
    }

    /** The payment that it is about, itself or what was done to it. */
    ProviderReference payment() {
        return new ProviderReference(originalReference.isEmpty() ? pspReference : originalReference);
    }

    /** A field of the additional data; empty if it is absent or no text. */
    String additional(String field) {
        return StrictJson.text(additionalData, field);
    }

    /** @throws IllegalArgumentException if there is none, or none that is money */
    Money money() {
        return AdyenAmounts.fromAdyen(Long.parseLong(value), currency);
    }

    /** @throws java.time.DateTimeException if it is no date */
    Instant occurredAt() {
        return OffsetDateTime.parse(eventDate).toInstant();
    }
}
