package dev.refill.gateways.paypal;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.regex.Pattern;

import dev.refill.gateway.Money;

import static java.util.Map.entry;

/**
 * PayPal's decimal amounts against ISO 4217's minor units (developer.paypal.com/api/rest/reference/currency-codes). PayPal
 * takes no decimals of three currencies, of which two have some by the standard. A currency that is not listed is not sent.
 */
final class PaypalAmounts {

    // @formatter:off
    static final Map<String, Integer> DECIMALS = Map.ofEntries(
            entry("AUD", 2), entry("BRL", 2), entry("CAD", 2), entry("CHF", 2), entry("CNY", 2), entry("CZK", 2),
            entry("DKK", 2), entry("EUR", 2), entry("GBP", 2), entry("HKD", 2), entry("HUF", 0), entry("ILS", 2),
            entry("JPY", 0), entry("MXN", 2), entry("MYR", 2), entry("NOK", 2), entry("NZD", 2), entry("PHP", 2),
            entry("PLN", 2), entry("SEK", 2), entry("SGD", 2), entry("THB", 2), entry("TWD", 0), entry("USD", 2));
    // @formatter:on

    /** PayPal takes fifteen digits before the point; with two more they fit a {@code long}. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,4})?");

    private PaypalAmounts() {}

    /**
     * An amount as PayPal wants it.
     *
     * @throws UnpayableAmountException if PayPal does not take the currency, or not such a part of its unit
     */
    static String toPaypal(Money money) {
        var amount = BigDecimal.valueOf(money.minor(), isoDecimals(money.currency()));
        try {
            return fit(amount.setScale(decimals(money.currency())).toPlainString());
        } catch (UnpayableAmountException e) {
            throw e;
        } catch (ArithmeticException e) {
            throw new UnpayableAmountException(money + " (expected: no part of a whole unit)");
        }
    }

    /**
     * An amount as we keep it. Decimals beyond the currency's own are taken if they are zero.
     *
     * @throws UnpayableAmountException if it is no amount of money in a currency that PayPal takes
     * @throws IllegalArgumentException if the currency is no ISO 4217 code
     */
    static Money fromPaypal(String amount, String currency) {
        var iso = Currency.getInstance(currency);
        decimals(iso);
        try {
            return new Money(new BigDecimal(fit(amount)).movePointRight(isoDecimals(iso)).longValueExact(), iso);
        } catch (UnpayableAmountException e) {
            throw e;
        } catch (ArithmeticException e) {
            throw new UnpayableAmountException("amount: expected " + isoDecimals(iso) + " decimals for " + iso);
        }
    }

    private static String fit(String amount) {
        if (!DECIMAL.matcher(amount).matches()) {
            throw new UnpayableAmountException("amount: expected " + DECIMAL);
        }
        return amount;
    }

    private static int decimals(Currency currency) {
        var decimals = DECIMALS.get(currency.getCurrencyCode());
        if (decimals == null) {
            throw new UnpayableAmountException(currency + " (expected one of: " + DECIMALS.keySet() + ")");
        }
        return decimals;
    }

    private static int isoDecimals(Currency currency) {
        return Math.max(0, currency.getDefaultFractionDigits());
    }
}
