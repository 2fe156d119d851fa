package dev.refill.gateways.paypal;

import java.util.Map;
import java.util.Set;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;
import dev.refill.gateway.amount.UnpayableAmountException;

/**
 * PayPal's decimal amounts against ISO 4217's minor units (developer.paypal.com/api/rest/reference/currency-codes). PayPal
 * takes no decimals of three currencies, of which two have some by the standard. A currency that is not listed is not sent.
 */
final class PaypalAmounts {

    // @formatter:off
    static final Set<String> CURRENCIES = Set.of(
            "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS",
            "JPY", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "SEK", "SGD", "THB", "TWD", "USD");
    // @formatter:on
    private static final AmountTable TABLE = AmountTable.ofIso4217().only(CURRENCIES)
            .except(Map.of("HUF", 0, "TWD", 0));

    private PaypalAmounts() {}

    /**
     * An amount as PayPal wants it.
     *
     * @throws UnpayableAmountException if PayPal does not take the currency, or not such a part of its unit
     */
    static String toPaypal(Money money) {
        return TABLE.decimal(money);
    }

    /**
     * An amount as we keep it. Decimals beyond the currency's own are taken if they are zero.
     *
     * @throws IllegalArgumentException if it is no amount of money in a currency that PayPal takes; an answer that cannot be
     *         read is no amount that cannot be sent
     */
    static Money fromPaypal(String amount, String currency) {
        return TABLE.ofDecimal(amount, currency);
    }
}
