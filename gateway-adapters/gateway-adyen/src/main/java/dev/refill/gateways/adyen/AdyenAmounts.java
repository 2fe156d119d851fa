package dev.refill.gateways.adyen;

import java.util.Currency;
import java.util.Map;

import dev.refill.gateway.Money;

/**
 * Adyen's minor units against ISO 4217's. They are the same except for the rows below
 * (docs.adyen.com/development-resources/currency-codes).
 */
final class AdyenAmounts {

    private static final Map<String, Integer> DECIMALS = Map.of("CLP", 2, "CVE", 0, "IDR", 0, "ISK", 2);
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000};

    private AdyenAmounts() {}

    /**
     * An amount as Adyen wants it.
     *
     * @throws UnpayableAmountException if Adyen cannot express the amount
     */
    static long toAdyen(Money money) {
        return scale(money.minor(), isoDecimals(money.currency()), decimals(money.currency()));
    }

    /**
     * An amount as we keep it.
     *
     * @param currency the ISO 4217 code
     * @throws IllegalArgumentException if it is below zero, no whole number of our minor units, or of no ISO 4217 currency: an
     *         answer that cannot be read, which is no amount that cannot be sent
     */
    static Money fromAdyen(long amount, String currency) {
        var iso = Currency.getInstance(currency);
        try {
            return new Money(scale(amount, decimals(iso), isoDecimals(iso)), iso);
        } catch (UnpayableAmountException e) {
            throw new IllegalArgumentException("amount: " + e.getMessage(), e);
        }
    }

    private static int decimals(Currency currency) {
        return DECIMALS.getOrDefault(currency.getCurrencyCode(), isoDecimals(currency));
    }

    /** Gold and other codes that are no money have -1 digits. */
    private static int isoDecimals(Currency currency) {
        if (currency.getDefaultFractionDigits() < 0) {
            throw new UnpayableAmountException(currency + " has no minor unit (expected: a currency of a country)");
        }
        return currency.getDefaultFractionDigits();
    }

    private static long scale(long amount, int from, int to) {
        var factor = POWERS_OF_TEN[Math.abs(to - from)];
        if (to >= from) {
            return timesExact(amount, factor);
        }
        if (amount % factor != 0) {
            throw new UnpayableAmountException(amount + " (expected: a multiple of " + factor + ")");
        }
        return amount / factor;
    }

    private static long timesExact(long amount, long factor) {
        if (amount > Long.MAX_VALUE / factor) {
            throw new UnpayableAmountException(amount + " (expected: at most " + Long.MAX_VALUE / factor + ")");
        }
        return amount * factor;
    }
}
