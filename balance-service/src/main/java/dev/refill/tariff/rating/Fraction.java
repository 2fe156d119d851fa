package dev.refill.tariff.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dev.refill.tariff.plan.Price;
import dev.refill.tariff.plan.Rounding;

/**
 * An exact amount of minor units. A price per 1,024 bytes need not end as a decimal, so what it is divided by is kept until
 * the one rounding.
 *
 * @param numerator 0 or more
 * @param denominator 1 or more
 */
record Fraction(BigDecimal numerator, long denominator) {

    private static final int SHOWN_DECIMALS = 4;

    static Fraction zero(long denominator) {
        return new Fraction(BigDecimal.ZERO, denominator);
    }

    /** The price of a quantity. */
    static Fraction of(long quantity, Price price, long per) {
        return new Fraction(price.value().multiply(BigDecimal.valueOf(quantity)), per);
    }

    /** @param other with the same denominator */
    Fraction plus(Fraction other) {
        return new Fraction(numerator.add(other.numerator), denominator);
    }

    Fraction plus(Price whole) {
        return plus(of(denominator, whole, denominator));
    }

    boolean isBelow(Price whole) {
        return numerator.compareTo(of(denominator, whole, denominator).numerator) < 0;
    }

    /** Whole minor units; a BigDecimal, as nothing says that they fit into a long. */
    BigDecimal rounded(Rounding rounding) {
        BigDecimal step = BigDecimal.valueOf(rounding.step());
        return numerator.divide(step.multiply(BigDecimal.valueOf(denominator)), 0, rounding.direction().mode())
                .multiply(step);
    }

    boolean equalTo(BigDecimal whole) {
        return numerator.compareTo(whole.multiply(BigDecimal.valueOf(denominator))) == 0;
    }

    /** For people: exact if four decimals suffice, else cut off there, and marked so. */
    @Override
    public String toString() {
        BigDecimal shown = numerator.divide(BigDecimal.valueOf(denominator), SHOWN_DECIMALS, RoundingMode.DOWN);
        String text = shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString();
        return equalTo(shown) ? text : text + "…";
    }
}
