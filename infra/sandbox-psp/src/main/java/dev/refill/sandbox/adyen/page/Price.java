package dev.refill.sandbox.adyen.page;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;

/** Amounts as people read them. */
final class Price {

    /** Where Adyen counts otherwise than ISO 4217 (docs.adyen.com/development-resources/currency-codes). */
    private static final Map<String, Integer> OF_ADYENS = Map.of("CLP", 2, "CVE", 0, "IDR", 0, "ISK", 2);

    private Price() {}

    static String of(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return code + " " + BigDecimal.valueOf(amount, decimals(code)).toPlainString();
    }

    private static int decimals(String code) {
        Integer adyens = OF_ADYENS.get(code);
        return adyens == null ? isoDecimals(code) : adyens;
    }

    /** Of what is no currency none are known. */
    private static int isoDecimals(String code) {
        return Currency.getAvailableCurrencies().stream()
                .filter(one -> one.getCurrencyCode().equals(code))
                .mapToInt(Currency::getDefaultFractionDigits)
                .map(digits -> Math.max(digits, 0))
                .findFirst()
                .orElse(0);
    }
}
