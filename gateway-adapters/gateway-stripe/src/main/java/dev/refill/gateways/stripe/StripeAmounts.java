package dev.refill.gateways.stripe;

import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.refill.gateway.Money;

/**
 * Stripe's smallest currency units against ISO 4217's minor units. They are the same except for the rows below
 * (docs.stripe.com/currencies): some currencies count in whole units, ISK and UGX are written with two decimals that
 * must be 00, and amounts of three decimals must end in 0.
 */
final class StripeAmounts {

    private static final Map<String, Integer> DECIMALS = Map.of("MGA", 0, "ISK", 2, "UGX", 2);
    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000};
    private static final Set<String> ENDS_IN_ZERO = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    private StripeAmounts() {}

    /**
     * An amount as Stripe wants it.
     *
     * @throws UnpayableAmountException if Stripe cannot express the amount
     */
    static long toStripe(Money money) {
        var amount = scale(money.minor(), isoDecimals(money.currency()), decimals(money.currency()));
        if (ENDS_IN_ZERO.contains(money.currency().getCurrencyCode()) && amount % 10 != 0) {
            throw new UnpayableAmountException(
                    money + " (expected: last digit 0, as Stripe demands of three decimals)");
        }
        return amount;
    }

    /**
     * An amount as we keep it.
     *
     * @param currency a code as Stripe writes it, in either case
     * @throws IllegalArgumentException if it is below zero, no whole number of our minor units, or of no ISO 4217 currency: an
     *         answer that cannot be read, which is no amount that cannot be sent
     */
    static Money fromStripe(long amount, String currency) {
        var iso = Currency.getInstance(currency.toUpperCase(Locale.ROOT));
        try {
            return new Money(scale(amount, decimals(iso), isoDecimals(iso)), iso);
        } catch (UnpayableAmountException e) {
            throw new IllegalArgumentException("amount: " + e.getMessage(), e);
        }
    }

    /** The currency's code as Stripe writes it. */
    static String currency(Money money) {
        return money.currency().getCurrencyCode().toLowerCase(Locale.ROOT);
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
