package dev.refill.tariff;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a tariff plan, for all its versions.
 *
 * @param value lower case words joined by {@code -}, 2 to 40 characters
 */
public record PlanId(String value) {

    public static final String EXPECTED = "lower case letters, digits and -, 2 to 40, a letter first";

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,39}");

    public PlanId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("plan: " + value + " (expected: " + EXPECTED + ")");
        }
    }

    /** Empty: the text is no plan's name. */
    public static Optional<PlanId> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new PlanId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
