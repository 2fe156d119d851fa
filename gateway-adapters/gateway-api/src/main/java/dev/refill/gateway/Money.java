package dev.refill.gateway;

import java.util.Currency;
import java.util.Objects;

/**
 * Card money: an amount in minor units of an ISO 4217 currency. Prepaid credit is another type and lives in the ledger.
 *
 * @param minor amount in minor units, zero or positive
 * @param currency the ISO 4217 currency
 */
public record Money(long minor, Currency currency) {

    public Money {
        Objects.requireNonNull(currency, "currency");
        if (minor < 0) {
            throw new IllegalArgumentException("minor: " + minor + " (expected: zero or positive)");
        }
    }

    /**
     * An amount in a currency named by its code.
     *
     * @throws IllegalArgumentException if {@code currencyCode} is not an ISO 4217 code
     */
    public static Money of(long minor, String currencyCode) {
        return new Money(minor, Currency.getInstance(currencyCode));
    }

    /**
     * The exact sum.
     *
     * @throws ArithmeticException if the sum does not fit a {@code long}
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(minor, other.minor), currency);
    }

    public boolean isSameCurrencyAs(Money other) {
        return currency.equals(other.currency);
    }

    private void requireSameCurrency(Money other) {
        if (!isSameCurrencyAs(other)) {
            throw new IllegalArgumentException("currency: " + other.currency + " (expected: " + currency + ")");
        }
    }
}
