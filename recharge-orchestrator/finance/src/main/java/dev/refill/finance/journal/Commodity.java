package dev.refill.finance.journal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

import dev.refill.ledger.LedgerUnit;

/**
 * What a journal calls a unit: {@code EUR}, {@code AIRTIME.EUR}, {@code DATA-BYTE}.
 *
 * @param symbol capitals, with one point or hyphen at most
 * @param decimals of the smallest part
 */
record Commodity(String symbol, int decimals) {

    /** Beancount's. */
    private static final int LONGEST = 24;
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /**
     * Of a unit of the ledger.
     *
     * @throws IllegalArgumentException if it has no name, which no unit that the application has is
     */
    static Commodity of(LedgerUnit unit) {
        int colon = unit.code().indexOf(':');
        if (colon < 0) {
            return new Commodity(unit.code(), decimals(unit.code()));
        }
        String kind = upper(unit.code().substring(0, colon));
        String of = unit.code().substring(colon + 1);
        String symbol = kind + (of.equals(upper(of)) ? "." : "-") + upper(of);
        boolean mixed = !of.equals(upper(of)) && !of.equals(of.toLowerCase(Locale.ROOT));
        if (mixed || symbol.length() > LONGEST) {
            throw new IllegalArgumentException("unit: " + unit + " (expected: at most " + LONGEST
                    + " characters, behind the colon all small or all capital)");
        }
        return new Commodity(symbol, CURRENCY.matcher(of).matches() ? decimals(of) : 0);
    }

    /** What is no currency of ISO 4217 has no smaller part. */
    private static int decimals(String code) {
        try {
            return Math.max(Currency.getInstance(code).getDefaultFractionDigits(), 0);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** An amount with all its decimals. */
    String number(long smallest) {
        return BigDecimal.valueOf(smallest, decimals).toPlainString();
    }
}
