package dev.refill.sandbox.momo.wire;

import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/**
 * What requests of both ways of money have in common.
 *
 * @param amount minor units, more than 0
 * @param externalId the shop's own key
 * @param message for the customer
 * @param note for the shop
 * @param body the whole request
 */
public record Transfer(long amount, String externalId, String message, String note, JsonNode body) {

    /** As the books write it; MTN writes it in capitals. */
    public static final String CURRENCY = "eur";

    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,12})(?:\\.([0-9]{2}))?");
    private static final Pattern EXTERNAL_ID = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern TEXT = Pattern.compile("[^'\\p{Cntrl}]{1,160}");

    /** @throws Refusal when it is not one */
    public static Transfer read(String json) {
        JsonNode body = object(json);
        if (!Json.text(body, "currency").equals("EUR")) {
            throw new Refusal(MomoError.currency());
        }
        return new Transfer(amount(Json.text(body, "amount")),
                matching(EXTERNAL_ID, "externalId", body, "1 to 255 visible characters"),
                matching(TEXT, "payerMessage", body, "1 to 160 characters without an apostrophe"),
                matching(TEXT, "payeeNote", body, "1 to 160 characters without an apostrophe"), body);
    }

    private static JsonNode object(String json) {
        JsonNode body = Json.read(json);
        if (body == null || !body.isObject()) {
            throw new Refusal(MomoError.invalid("body", "a JSON object"));
        }
        return body;
    }

    private static long amount(String decimal) {
        var parts = AMOUNT.matcher(decimal);
        if (!parts.matches()) {
            throw new Refusal(MomoError.invalid("amount", "a decimal number as text, with two decimals or none"));
        }
        long minor = Long.parseLong(parts.group(1) + (parts.group(2) == null ? "00" : parts.group(2)));
        if (minor == 0) {
            throw new Refusal(MomoError.invalid("amount", "more than 0"));
        }
        return minor;
    }

    private static String matching(Pattern form, String field, JsonNode body, String expected) {
        String text = Json.text(body, field);
        if (!form.matcher(text).matches()) {
            throw new Refusal(MomoError.invalid(field, expected));
        }
        return text;
    }

    /** {@code 10.00} */
    public static String decimal(long minor) {
        return "%d.%02d".formatted(minor / 100, minor % 100);
    }
}
