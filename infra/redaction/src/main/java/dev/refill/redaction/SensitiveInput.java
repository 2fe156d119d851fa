package dev.refill.redaction;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.refill.redaction.CardNumber.Rule;

/**
 * What must not come in, as it would be kept: card numbers, security codes, keys, tokens. It is stricter than {@link Redaction}, which
 * may take out too much: what is refused here is surely one, and a client's own number, word or time is not.
 */
public final class SensitiveInput {

    private static final SensitiveInput WITHOUT_OWN = new SensitiveInput(List.of());
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9]{1,15}");
    private static final int SHORTEST = 6;
    /** A time has colons. */
    private static final Pattern NUMBER = digits("[\\p{Zs}\\p{Pd}]?");
    private static final Pattern ROW = digits("[\\p{Zs}\\p{Pd}._/,]?");
    /** Such as a space of no width. */
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}+");

    private final List<String> own;

    /** What a text is, as far as its place tells. */
    public enum Place {

        /** A phone number: one of at most 15 digits, with or without plus, is no card number. */
        PHONE,
        /** An id, a reference, a key or a quantity of a client's, which may be any number. */
        NUMERAL,
        /** What a person writes, or nobody knows. */
        TEXT
    }

    /** @param own how the network's own numbers begin, such as IMSIs: in one piece they are no card numbers */
    public SensitiveInput(List<String> own) {
        this.own = List.copyOf(own);
    }

    /** Whether somewhere in a text there is surely something of that kind, escaped once more or not. */
    public boolean isIn(String text, Place place) {
        return switch (place) {
            case PHONE -> !PHONE.matcher(text.strip()).matches() && holds(text, Rule.TEXT);
            case NUMERAL -> holds(text, Rule.NUMERAL);
            case TEXT -> holds(text, Rule.TEXT);
        };
    }

    /** The same of what a person wrote, who has no numbers of the network's to write. */
    public static boolean isInText(String text) {
        return WITHOUT_OWN.isIn(text, Place.TEXT);
    }

    /**
     * The same of why something was done, which is shown to many for years and needs no long numbers: also none of 13 digits and more,
     * except for a phone number behind a plus, and no card's digits however they are grouped.
     *
     * @param reason a few hundred characters at most
     */
    public static boolean isInReason(String reason) {
        String seen = seen(reason);
        return NUMBER.matcher(seen).find() || isInText(seen)
                || ROW.matcher(seen).results().map(row -> CardNumber.digits(row.group()))
                        .anyMatch(CardNumber::isWithin);
    }

    /** At least 13, or 16 behind a plus, as phone numbers are shorter. */
    private static Pattern digits(String between) {
        return Pattern.compile("(?<![+\\d])\\d(?:%1$s\\d){12,}|\\+\\d(?:%1$s\\d){15,}".formatted(between),
                Pattern.UNICODE_CHARACTER_CLASS);
    }

    private boolean holds(String text, Rule rule) {
        return text.length() >= SHORTEST && readings(text).anyMatch(reading -> isPlainlyIn(reading, rule));
    }

    /** As it is written, and as it is read: without what nobody sees, and without escapes. */
    private static Stream<String> readings(String text) {
        String unescaped = Unescaped.of(text).text();
        return Stream.of(text, seen(text), unescaped, seen(unescaped)).distinct();
    }

    private static String seen(String text) {
        return UNSEEN.matcher(text).replaceAll("");
    }

    private boolean isPlainlyIn(String text, Rule rule) {
        return !Secret.in(text, true).isEmpty() || !JsonWebToken.in(text).isEmpty()
                || !SecurityCode.in(text, true).isEmpty() || !CardNumber.in(text, rule, own).isEmpty();
    }
}
