package dev.refill.gateways.stripe;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.refill.gateway.Money;
import dev.refill.gateway.amount.AmountTable;

/**
 * Stripe's smallest currency units against ISO 4217's minor units. They are the same except for the rows below
 * (docs.stripe.com/currencies): some currencies count in whole units, ISK and UGX are written with two decimals that
 * must be 00, and amounts of three decimals must end in 0.
 */
final class StripeAmounts {

    private static final AmountTable TABLE = AmountTable.ofIso4217()
            .except(Map.of("MGA", 0, "ISK", 2, "UGX", 2))
            .endingInZero(Set.of("BHD", "JOD", "KWD", "OMR", "TND"));

    private StripeAmounts() {}

    /**
     * An amount as Stripe wants it.
     *
     * @throws dev.refill.gateway.amount.UnpayableAmountException if Stripe cannot express the amount
     */
    static long toStripe(Money money) {
        return TABLE.units(money);
    }

    /**
     * An amount as we keep it.
     *
     * @param currency a code as Stripe writes it, in either case
     * @throws IllegalArgumentException if it is no whole number of our minor units or the currency is no ISO 4217 code
     */
    static Money fromStripe(long amount, String currency) {
        return TABLE.ofUnits(amount, currency.toUpperCase(Locale.ROOT));
    }

    /**
     * The same for a movement, which may go either way.
     *
     * @throws IllegalArgumentException as of {@link #fromStripe}
     * @throws ArithmeticException if it has no opposite
     */
    static long signedFromStripe(long amount, String currency) {
        var money = fromStripe(Math.absExact(amount), currency).minor();
        return amount < 0 ? -money : money;
    }

    /** The currency's code as Stripe writes it. */
    static String currency(Money money) {
        return money.currency().getCurrencyCode().toLowerCase(Locale.ROOT);
    }
}
