package dev.refill.gateways.momo;

import java.util.Set;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;

/**
 * MTN's decimal amounts against ISO 4217's minor units. The currencies are those of the countries that have a target
 * environment (momodeveloper.mtn.com, common errors); any other is not sent, as no wallet is known to hold it. MTN says
 * nothing of decimals: these are the currencies' own.
 */
final class MomoAmounts {

    // @formatter:off
    private static final AmountTable TABLE = AmountTable.ofIso4217().only(Set.of(
            "EUR", // sandbox
            "GHS", // mtnghana
            "GNF", // mtnguineaconakry
            "LRD", // mtnliberia
            "NGN", // mtnnigeria
            "RWF", // mtnrwanda
            "SSP", // mtnsouthsudan
            "SZL", // mtnswaziland
            "UGX", // mtnuganda
            "XAF", // mtncameroon, mtncongo
            "XOF", // mtnbenin, mtnivorycoast
            "ZAR", // mtnsouthafrica
            "ZMW")); // mtnzambia
    // @formatter:on

    private MomoAmounts() {}

    /**
     * An amount as MTN wants it.
     *
     * @throws dev.refill.gateway.amount.UnpayableAmountException if no wallet of MTN's holds the currency
     */
    static String toMomo(Money money) {
        return TABLE.decimal(money);
    }

    /**
     * An amount as we keep it. Decimals beyond the currency's own are taken if they are zero.
     *
     * @throws IllegalArgumentException if it is no amount of money in a wallet's currency
     */
    static Money fromMomo(String amount, String currency) {
        return TABLE.ofDecimal(amount, currency);
    }

    /** The currency's code as MTN writes it. */
    static String currency(Money money) {
        return money.currency().getCurrencyCode();
    }
}
