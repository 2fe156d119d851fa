package dev.refill.finance.reconcile.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What one side says of one thing.
 *
 * @param reference what the side knows the line by, 1 to 255 characters: the same again is the same line
 * @param key what both sides know the thing by; see {@link LineKey}
 * @param day to which it belongs, by the {@link CutOff} of the pair
 * @param amount minor units, below zero if it went out
 * @param fee minor units that the provider kept of it, below zero if it gave them back
 * @param payout with which it was settled; only their side tells it
 */
public record Line(String reference, LineKey key, LocalDate day, Currency currency, long amount, long fee,
        Instant occurredAt, @Nullable String payout) {

    private static final int LONGEST = 255;
    /** Beyond them somebody has mistaken a unit of time. */
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2200-01-01T00:00:00Z");

    public Line {
        requireText("reference", reference);
        if (payout != null) {
            requireText("payout", payout);
        }
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(currency, "currency");
        if (occurredAt.isBefore(FIRST) || !occurredAt.isBefore(END)) {
            throw new IllegalArgumentException(
                    "occurredAt: " + occurredAt + " (expected: " + FIRST + " to " + END + ")");
        }
    }

    private static void requireText(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST || !isText(text)) {
            throw new IllegalArgumentException(name + ": " + text.length() + " characters (expected: 1 to " + LONGEST
                    + ", none of them a control character)");
        }
    }

    /** Of characters that a column takes: no control character, no half of one. */
    static boolean isText(String text) {
        return text.codePoints().noneMatch(
                character -> Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE);
    }
}
