package dev.refill.gateway.amount;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;

/**
 * The decimals in which one provider writes each currency: those of ISO 4217, apart from the provider's own exceptions. A
 * table is immutable; an adapter has one.
 */
public final class AmountTable {

    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000};
    /** Fifteen digits are more than anybody pays, and fit a {@code long} with four decimals. */
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,4})?");

    private final Map<String, Integer> exceptions;
    private final @Nullable Set<String> accepted;
    private final Set<String> endingInZero;

    private AmountTable(Map<String, Integer> exceptions, @Nullable Set<String> accepted, Set<String> endingInZero) {
        this.exceptions = exceptions;
        this.accepted = accepted;
        this.endingInZero = endingInZero;
    }

    /** Every currency that is money, with the decimals that ISO 4217 gives it. */
    public static AmountTable ofIso4217() {
        return new AmountTable(Map.of(), null, Set.of());
    }

    /** @param decimals 0 to 4, by the currencies' codes */
    public AmountTable except(Map<String, Integer> decimals) {
        for (var each : decimals.values()) {
            if (each < 0 || each >= POWERS_OF_TEN.length) {
                throw new IllegalArgumentException("decimals: " + each + " (expected: 0 to 4)");
            }
        }
        return new AmountTable(Map.copyOf(decimals), accepted, endingInZero);
    }

    /** Any other currency is unpayable. */
    public AmountTable only(Set<String> currencies) {
        return new AmountTable(exceptions, Set.copyOf(currencies), endingInZero);
    }

    /** @param currencies such whose last decimal the provider takes only if it is zero */
    public AmountTable endingInZero(Set<String> currencies) {
        return new AmountTable(exceptions, accepted, Set.copyOf(currencies));
    }

    /**
     * An amount in the provider's smallest units.
     *
     * @throws UnpayableAmountException if the provider cannot express it
     */
    public long units(Money money) {
        var units = scale(money.minor(), isoDecimals(money.currency()), decimals(money.currency()));
        if (endingInZero.contains(money.currency().getCurrencyCode()) && units % 10 != 0) {
            throw new UnpayableAmountException(money + " (expected: last digit 0)");
        }
        return units;
    }

    /**
     * An amount as we keep it.
     *
     * @param units of the provider's smallest
     * @param currency the ISO 4217 code
     * @throws IllegalArgumentException if it is below zero or not a whole number of our minor units, or the provider has no
     *         such currency; never {@link UnpayableAmountException}, as whoever reads an answer has sent a request
     */
    public Money ofUnits(long units, String currency) {
        var iso = Currency.getInstance(currency);
        try {
            return new Money(scale(units, decimals(iso), isoDecimals(iso)), iso);
        } catch (UnpayableAmountException e) {
            throw unreadable(e);
        }
    }

    /**
     * An amount as a decimal number with all the decimals that the provider has: {@code 10.00}, {@code 500}.
     *
     * @throws UnpayableAmountException if the provider cannot express it, or it has more than fifteen digits before the point
     */
    public String decimal(Money money) {
        var amount = BigDecimal.valueOf(units(money), decimals(money.currency())).toPlainString();
        if (!DECIMAL.matcher(amount).matches()) {
            throw new UnpayableAmountException(amount + " (expected: " + DECIMAL + ")");
        }
        return amount;
    }

    /**
     * An amount as we keep it. Decimals beyond the currency's own are taken if they are zero.
     *
     * @param amount at most fifteen digits, and four decimals behind a point
     * @param currency the ISO 4217 code
     * @throws IllegalArgumentException as of {@link #ofUnits}, or if it is no such number
     */
    public Money ofDecimal(String amount, String currency) {
        var iso = Currency.getInstance(currency);
        if (!DECIMAL.matcher(amount).matches()) {
            throw new IllegalArgumentException("amount: (expected: " + DECIMAL + ")");
        }
        try {
            requireAccepted(iso);
            return new Money(new BigDecimal(amount).movePointRight(isoDecimals(iso)).longValueExact(), iso);
        } catch (ArithmeticException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(ArithmeticException cause) {
        return new IllegalArgumentException("amount: " + cause.getMessage(), cause);
    }

    private int decimals(Currency currency) {
        requireAccepted(currency);
        return exceptions.getOrDefault(currency.getCurrencyCode(), isoDecimals(currency));
    }

    private void requireAccepted(Currency currency) {
        if (accepted != null && !accepted.contains(currency.getCurrencyCode())) {
            throw new UnpayableAmountException(currency + " (expected one of: " + accepted + ")");
        }
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
