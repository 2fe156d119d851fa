package dev.refill.finance.reconcile;

import java.util.Optional;
import java.util.regex.Pattern;

/** The name of two sides that should say the same, for example {@code stripe}: 1 to 63 lower-case letters, digits and hyphens. */
public record PairId(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public PairId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("pair: " + value.length() + " characters (expected: " + FORM + ")");
        }
    }

    /** Empty: it is of another form. */
    public static Optional<PairId> parse(String text) {
        return Optional.of(text).filter(FORM.asMatchPredicate()).map(PairId::new);
    }

    @Override
    public String toString() {
        return value;
    }
}
