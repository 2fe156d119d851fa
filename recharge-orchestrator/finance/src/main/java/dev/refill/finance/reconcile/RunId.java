package dev.refill.finance.reconcile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run: its pair and its number among that pair's, from 1. As text {@code stripe.12}.
 */
public record RunId(PairId pair, int number) {

    private static final Pattern FORM = Pattern.compile("([a-z0-9][a-z0-9-]{0,62})\\.([1-9][0-9]{0,8})");

    public RunId {
        if (number < 1) {
            throw new IllegalArgumentException("run: " + number + " (expected: 1 or more)");
        }
    }

    /** Empty: it is of another form. */
    public static Optional<RunId> parse(String text) {
        Matcher found = FORM.matcher(text);
        return found.matches()
                ? Optional.of(new RunId(new PairId(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return pair + "." + number;
    }
}
