package dev.refill.tariff.plan;

import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a charge becomes whole: once, at its very end, to a multiple of a step.
 *
 * @param direction which way
 * @param step in minor units, 1 to 1,000,000
 */
public record Rounding(Direction direction, long step) {

    public static final String EXPECTED = "'up to STEP', 'down to STEP' or 'half-up to STEP', the step in minor units from 1 to 1000000";

    private static final long LARGEST_STEP = 1_000_000;
    private static final Pattern FORM = Pattern.compile("(up|down|half-up) to ([1-9][0-9]{0,6})");

    /** Which way a charge between two multiples goes. */
    public enum Direction {
        UP("up", RoundingMode.UP),
        DOWN("down", RoundingMode.DOWN),
        /** To the nearer one, and up from the middle. */
        HALF_UP("half-up", RoundingMode.HALF_UP);

        private final String word;
        private final RoundingMode mode;

        Direction(String word, RoundingMode mode) {
            this.word = word;
            this.mode = mode;
        }

        /** As plans write it. */
        public String word() {
            return word;
        }

        public RoundingMode mode() {
            return mode;
        }
    }

    public Rounding {
        if (step < 1 || step > LARGEST_STEP) {
            throw new IllegalArgumentException("rounding step: " + step + " (expected: 1 to " + LARGEST_STEP + ")");
        }
    }

    /** Reads what {@link #toString()} writes. Empty: the text is no rounding. */
    public static Optional<Rounding> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Long.parseLong(form.group(2)) > LARGEST_STEP) {
            return Optional.empty();
        }
        return Arrays.stream(Direction.values())
                .filter(direction -> direction.word.equals(form.group(1)))
                .findFirst()
                .map(direction -> new Rounding(direction, Long.parseLong(form.group(2))));
    }

    @Override
    public String toString() {
        return direction.word + " to " + step;
    }
}
