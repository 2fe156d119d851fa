package dev.refill.gateways.momo;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.regex.Pattern;

import dev.refill.gateway.Money;

import static java.util.Map.entry;

/**
 * MTN's decimal amounts against ISO 4217's minor units. The currencies are those of the countries that have a target
 * environment (momodeveloper.mtn.com, common errors); any other is not sent, as no wallet is known to hold it. MTN says
 * nothing of decimals: these are the currencies' own.
 */
final class MomoAmounts {

    // @formatter:off
    static final Map<String, Integer> DECIMALS = Map.ofEntries(
            entry("EUR", 2), // sandbox
            entry("GHS", 2), // mtnghana
            entry("GNF", 0), // mtnguineaconakry
            entry("LRD", 2), // mtnliberia
            entry("NGN", 2), // mtnnigeria
            entry("RWF", 0), // mtnrwanda
            entry("SSP", 2), // mtnsouthsudan
            entry("SZL", 2), // mtnswaziland
            entry("UGX", 0), // mtnuganda
            entry("XAF", 0), // mtncameroon, mtncongo
            entry("XOF", 0), // mtnbenin, mtnivorycoast
            entry("ZAR", 2), // mtnsouthafrica
            entry("ZMW", 2)); // mtnzambia
    // @formatter:on

    /** Fifteen digits are more than any wallet holds, and fit a {@code long} with decimals. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,4})?");

    private MomoAmounts() {}

    /**
     * An amount as MTN wants it.
     *
     * @throws UnpayableAmountException if no wallet of MTN's holds the currency
     */
    static String toMomo(Money money) {
        return BigDecimal.valueOf(money.minor(), decimals(money.currency())).toPlainString();
    }

    /**
     * An amount as we keep it. Decimals beyond the currency's own are taken if they are zero.
     *
     * @throws IllegalArgumentException if it is no amount of money in a wallet's currency: an answer that cannot be read, which is
     *         no amount that cannot be sent
     */
    static Money fromMomo(String amount, String currency) {
        var iso = Currency.getInstance(currency);
        if (!DECIMAL.matcher(amount).matches()) {
            throw new IllegalArgumentException("amount: expected " + DECIMAL);
        }
        try {
            return new Money(new BigDecimal(amount).movePointRight(decimals(iso)).longValueExact(), iso);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("amount: expected one of a wallet in " + iso, e);
        }
    }

    /** The currency's code as MTN writes it. */
    static String currency(Money money) {
        return money.currency().getCurrencyCode();
    }

    private static int decimals(Currency currency) {
        var decimals = DECIMALS.get(currency.getCurrencyCode());
        if (decimals == null) {
            throw new UnpayableAmountException(currency + " (expected one of: " + DECIMALS.keySet() + ")");
        }
        return decimals;
    }
}
