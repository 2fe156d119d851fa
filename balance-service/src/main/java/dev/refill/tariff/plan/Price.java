package dev.refill.tariff.plan;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A price in minor units, and finer: {@code 0.0125} is an eightieth of a cent. Equal prices are equal however they were
 * written.
 *
 * @param value 0 to 999,999,999.99999999, of at most eight decimals
 */
public record Price(BigDecimal value) {

    public static final String EXPECTED = "a price in minor units from 0 to 999999999, of at most 8 decimals, like 0.0125";

    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,8})(\\.[0-9]{1,8})?");

    public static final Price ZERO = new Price(BigDecimal.ZERO);

    public Price {
        if (!FORM.matcher(value.toPlainString()).matches()) {
            throw new IllegalArgumentException("price: " + value + " (expected: " + EXPECTED + ")");
        }
        value = value.stripTrailingZeros();
    }

    /** Empty: the text is no price. Digits and one point only; no sign, no exponent. */
    public static Optional<Price> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Price(new BigDecimal(text))) : Optional.empty();
    }

    public boolean isZero() {
        return value.signum() == 0;
    }

    @Override
    public String toString() {
        return value.toPlainString();
    }
}
