package dev.refill.sandbox.paypal.wire;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import dev.refill.sandbox.wire.Json;
import dev.refill.sandbox.wire.Refusal;

/**
 * An amount as PayPal writes it, {@code {"currency_code": "USD", "value": "10.00"}}.
 *
 * @param minor minor units of ISO 4217, more than 0
 * @param currency in small letters, as the books write it
 */
public record Amount(long minor, String currency) {

    /** What PayPal takes (developer.paypal.com/api/rest/reference/currency-codes). */
    private static final Set<String> CURRENCIES = Set.of("AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP",
            "HKD", "HUF", "ILS", "JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD");
    /** Of these it takes no decimals, though ISO 4217 has some for two of them. */
    private static final Set<String> WITHOUT_DECIMALS = Set.of("HUF", "JPY", "TWD");
    private static final Pattern VALUE = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,2})?");

    /** @throws Refusal when it is none that PayPal takes */
    public static Amount read(JsonNode amount) {
        String code = Json.text(amount, "currency_code");
        String value = Json.text(amount, "value");
        if (!VALUE.matcher(value).matches()) {
            throw new Refusal(
                    PaypalError.invalid("INVALID_PARAMETER_VALUE", "amount.value", "a decimal number as text"));
        }
        if (!CURRENCIES.contains(code)) {
            throw new Refusal(PaypalError.unprocessable("CURRENCY_NOT_SUPPORTED", "This currency is not taken."));
        }
        BigDecimal decimal = new BigDecimal(value);
        if (decimal.scale() > 0 && WITHOUT_DECIMALS.contains(code)) {
            throw new Refusal(PaypalError.unprocessable("DECIMALS_NOT_SUPPORTED", "No decimals of this currency."));
        }
        if (decimal.signum() == 0) {
            throw new Refusal(PaypalError.unprocessable("CANNOT_BE_ZERO_OR_NEGATIVE", "More than 0 is needed."));
        }
        return new Amount(decimal.movePointRight(isoDecimals(code)).longValueExact(), code.toLowerCase(Locale.ROOT));
    }

    public ObjectNode json() {
        return Json.object().put("currency_code", code()).put("value", decimal());
    }

    /** For people: {@code USD 10.00} */
    public String price() {
        return code() + " " + decimal();
    }

    private String code() {
        return currency.toUpperCase(Locale.ROOT);
    }

    private String decimal() {
        BigDecimal decimal = BigDecimal.valueOf(minor, isoDecimals(code()));
        return (WITHOUT_DECIMALS.contains(code()) ? decimal.setScale(0) : decimal).toPlainString();
    }

    private static int isoDecimals(String code) {
        return Currency.getInstance(code).getDefaultFractionDigits();
    }
}
