package dev.refill.finance.reconcile.breaks;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * Up to which difference one person decides. In a currency that is not named, and where a difference is not known, there are always two.
 *
 * @param minor minor units for each currency code, 0 or more
 */
public record Limits(Map<String, Long> minor) {

    private static final JsonMapper JSON = new JsonMapper();

    public Limits {
        minor = Map.copyOf(minor);
    }

    /**
     * Of decimals.
     *
     * @throws IllegalArgumentException if a code is none of ISO 4217, or an amount is below zero, too large or has more decimals than its
     *             currency
     */
    public static Limits of(Map<String, BigDecimal> decimals) {
        Map<String, Long> all = new TreeMap<>();
        decimals.forEach((code, amount) -> all.put(code, minor(code, amount)));
        return new Limits(all);
    }

    private static long minor(String code, BigDecimal amount) {
        try {
            int decimals = Currency.getInstance(code).getDefaultFractionDigits();
            long minor = amount.setScale(decimals, RoundingMode.UNNECESSARY).unscaledValue().longValueExact();
            if (minor >= 0 && decimals >= 0) {
                return minor;
            }
        } catch (ArithmeticException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    code + ": " + amount + " (expected: a decimal of a currency of ISO 4217)", wrong);
        }
        throw new IllegalArgumentException(code + ": " + amount + " (expected: 0 or more)");
    }

    String json() {
        return JSON.writeValueAsString(minor);
    }
}
