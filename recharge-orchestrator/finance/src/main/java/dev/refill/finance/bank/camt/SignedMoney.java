package dev.refill.finance.bank.camt;

import java.math.BigDecimal;
import java.util.Currency;

/**
 * What is on an account, or moves on it.
 *
 * @param minor minor units; below zero it is the bank's
 * @param currency one with minor units
 */
public record SignedMoney(long minor, Currency currency) {

    /** As a decimal number with its currency: {@code -12.50 EUR}. */
    @Override
    public String toString() {
        return BigDecimal.valueOf(minor, currency.getDefaultFractionDigits()).toPlainString() + " " + currency;
    }
}
