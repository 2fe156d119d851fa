package dev.refill.portal.page;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads an amount that a person typed: digits, at most one decimal point or comma, no sign, no exponent, no rounding. */
public final class DecimalAmount {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,12}(?:[.,][0-9]{1,4})?");

    private DecimalAmount() {}

    /** In minor units. Empty: not an amount of this currency. The currency's own sign may stand in front. */
    public static OptionalLong parse(String text, Currency currency) {
        String digits = withoutSymbol(text, currency);
        if (!FORM.matcher(digits).matches()) {
            return OptionalLong.empty();
        }
        BigDecimal minor = new BigDecimal(digits.replace(',', '.')).movePointRight(currency.getDefaultFractionDigits());
        return minor.stripTrailingZeros().scale() <= 0 ? OptionalLong.of(minor.longValueExact()) : OptionalLong.empty();
    }

    private static String withoutSymbol(String text, Currency currency) {
        String symbol = currency.getSymbol(Locale.US);
        return text.startsWith(symbol) ? text.substring(symbol.length()).strip() : text;
    }
}
