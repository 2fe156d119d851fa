package dev.refill.gateways.acme;

import java.util.Map;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;

/** Acme's units against ISO 4217's minor units. They are the same except for the rows below (Acme's page of currencies). */
final class AcmeAmounts {

    private static final AmountTable TABLE = AmountTable.ofIso4217().except(Map.of());

    private AcmeAmounts() {}

    /**
     * An amount as Acme wants it.
     *
     * @throws dev.refill.gateway.amount.UnpayableAmountException if Acme cannot express the amount
     */
    static long toAcme(Money money) {
        return TABLE.units(money);
    }

    /**
     * An amount as we keep it.
     *
     * @param currency the ISO 4217 code
     * @throws IllegalArgumentException if it is no whole number of our minor units or the currency is no ISO 4217 code
     */
    static Money fromAcme(long amount, String currency) {
        return TABLE.ofUnits(amount, currency);
    }
}
