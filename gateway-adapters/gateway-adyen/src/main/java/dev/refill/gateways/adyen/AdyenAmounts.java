package dev.refill.gateways.adyen;

import java.util.Map;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;

/**
 * Adyen's minor units against ISO 4217's. They are the same except for the rows below
 * (docs.adyen.com/development-resources/currency-codes).
 */
final class AdyenAmounts {

    private static final AmountTable TABLE = AmountTable.ofIso4217()
            .except(Map.of("CLP", 2, "CVE", 0, "IDR", 0, "ISK", 2));

    private AdyenAmounts() {}

    /**
     * An amount as Adyen wants it.
     *
     * @throws dev.refill.gateway.amount.UnpayableAmountException if Adyen cannot express the amount
     */
    static long toAdyen(Money money) {
        return TABLE.units(money);
    }

    /**
     * An amount as we keep it.
     *
     * @param currency the ISO 4217 code
     * @throws IllegalArgumentException if it is no whole number of our minor units or the currency is no ISO 4217 code
     */
    static Money fromAdyen(long amount, String currency) {
        return TABLE.ofUnits(amount, currency);
    }
}
