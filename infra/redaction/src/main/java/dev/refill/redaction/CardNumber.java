package dev.refill.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/**
 * What surely is a card number, by how it is written, how it begins, and its last digit. An honest client's own number is none: a letter beside it, or
 * groups that cards have not, keep it from being one, other than behind the name of a scheme. Reads each sign of a text a few times at most.
 */
final class CardNumber {

    /** How much like a card's a number in one piece has to be: of the other numbers, one in ten has the right last digit. */
    enum Rule {

        /** A client's own number, unless it is as most cards are. */
        NUMERAL(Issuers.LARGE),
        /** What a person wrote. */
        TEXT(Issuers.ALL);

        private final Pattern bare;

        Rule(Pattern bare) {
            this.bare = bare;
        }
    }

    private static final int MOST_OF_A_PHONE = 15;
    /** How many digits a card's groups have. */
    static final Pattern GROUPS = Pattern.compile("444[1-7]|4444[1-3]|46[45]");
    private static final int FIRST_GROUP = 4;
    private static final int LONGEST_GROUP = 7;
    private static final int MOST_GROUPS = 5;
    private static final int WIDEST_GAP = 3;
    private static final int MOST_OF_ASCII = 127;
    private static final int MOST_OF_A_BYTE = 255;
    /** Not <i>card</i>, which sells credit as well. */
    private static final Set<String> SCHEMES = Set.of("visa", "mastercard", "maestro", "amex", "jcb", "unionpay",
            "diners", "discover", "pan");
    private static final int LONGEST_SCHEME = 10;

    private final String text;
    private final Rule rule;
    private final List<String> own;

    private CardNumber(String text, Rule rule, List<String> own) {
        this.text = text;
        this.rule = rule;
        this.own = own;
    }

    /** @param own how numbers begin that are none of a card, where they stand in one piece */
    static List<Found> in(String text, Rule rule, List<String> own) {
        return new CardNumber(text, rule, own).all();
    }

    private List<Found> all() {
        List<Found> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int digits = endOfDigits(at, text.length());
            int card = digits > at ? endOfCard(at, digits) : at;
            if (card > at) {
                found.add(new Found(Kind.CARD_NUMBER, at, card));
            }
            at = Math.max(Math.max(card, digits), at + 1);
        }
        return found;
    }

    /** The start if there is none. */
    private int endOfCard(int start, int firstEnd) {
        boolean isNamed = isBehindScheme(start);
        return isNamed || !isLetter(start - 1)
                ? Math.max(endOfOne(start, firstEnd, isNamed), endOfGroups(start, firstEnd, isNamed))
                : start;
    }

    /** Whether the word before is the name of a card scheme. */
    private boolean isBehindScheme(int at) {
        int end = at;
        while (end > 0 && at - end < WIDEST_GAP && !isDigit(text.charAt(end - 1)) && !isLetter(end - 1)) {
            end--;
        }
        int start = end;
        while (end - start <= LONGEST_SCHEME && isLetter(start - 1)) {
            start--;
        }
        return SCHEMES.contains(text.substring(start, end).toLowerCase(Locale.ROOT));
    }

    /** Where a number in one piece ends; the start if it is none. */
    private int endOfOne(int start, int end, boolean isNamed) {
        if (end - start < Issuers.FEWEST_DIGITS || end - start > Issuers.MOST_DIGITS || (isLetter(end) && !isNamed)) {
            return start;
        }
        String digits = digits(text.substring(start, end));
        boolean isOwn = !isNamed && own.stream().anyMatch(digits::startsWith);
        return !isOwn && isCard(start, digits, isNamed ? Issuers.ALL : rule.bare) ? end : start;
    }

    /** Where a number in groups ends, as far as it can; the start if it is none. */
    private int endOfGroups(int start, int firstEnd, boolean isNamed) {
        String gap = text.substring(firstEnd, endOfGap(firstEnd));
        if (firstEnd - start != FIRST_GROUP || gap.isEmpty()) {
            return start;
        }
        int card = start;
        int end = firstEnd;
        StringBuilder lengths = new StringBuilder().append(FIRST_GROUP);
        while (lengths.length() < MOST_GROUPS && text.startsWith(gap, end)) {
            int next = end + gap.length();
            end = endOfDigits(next, next + LONGEST_GROUP + 1);
            lengths.append(end - next);
            if (GROUPS.matcher(lengths).matches() && (isNamed || !isLetter(end))
                    && isCard(start, digits(text.substring(start, end)), Issuers.ALL)) {
                card = end;
            }
        }
        return card;
    }

    private boolean isCard(int start, String digits, Pattern issuers) {
        return !isPhone(text, start, digits) && issuers.matcher(digits).matches() && Issuers.passesLuhn(digits);
    }

    /** What follows a plus is a phone number, if it is no longer than they are. */
    static boolean isPhone(String text, int start, String digits) {
        return start > 0 && text.charAt(start - 1) == '+' && digits.length() <= MOST_OF_A_PHONE;
    }

    private int endOfDigits(int start, int most) {
        int end = start;
        while (end < text.length() && end < most && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Where what may stand between groups ends, if a digit follows. */
    private int endOfGap(int start) {
        int end = start;
        while (end < text.length() && end - start < WIDEST_GAP && isGap(text.charAt(end))) {
            end++;
        }
        return end < text.length() && isDigit(text.charAt(end)) ? end : start;
    }

    /** What is not ASCII may be one of the bytes that a dash or a space of no width has in UTF-8. No line ends within a number. */
    private static boolean isGap(char sign) {
        int type = Character.getType(sign);
        boolean isByte = sign > MOST_OF_ASCII && sign <= MOST_OF_A_BYTE;
        boolean isSpace = sign == '\t' || type == Character.SPACE_SEPARATOR;
        return isByte || isSpace || "-._/+:".indexOf(sign) >= 0 || type == Character.DASH_PUNCTUATION
                || type == Character.FORMAT;
    }

    static boolean isDigit(char sign) {
        return Character.digit(sign, 10) >= 0;
    }

    private boolean isLetter(int at) {
        return at >= 0 && at < text.length() && isLetter(text.charAt(at));
    }

    /** Of ASCII. */
    static boolean isLetter(char sign) {
        return sign <= MOST_OF_ASCII && Character.isLetter(sign);
    }

    /** In whichever script they are written. */
    static String digits(String written) {
        StringBuilder digits = new StringBuilder(written.length());
        for (int i = 0; i < written.length(); i++) {
            int digit = Character.digit(written.charAt(i), 10);
            if (digit >= 0) {
                digits.append((char) ('0' + digit));
            }
        }
        return digits.toString();
    }

    /** Whether somewhere in a row of digits are those of a card. */
    static boolean isWithin(String digits) {
        for (int start = 0; start + Issuers.FEWEST_DIGITS <= digits.length(); start++) {
            for (int end = start + Issuers.FEWEST_DIGITS; end <= Math.min(digits.length(),
                    start + Issuers.MOST_DIGITS); end++) {
                String part = digits.substring(start, end);
                if (Issuers.ALL.matcher(part).matches() && Issuers.passesLuhn(part)) {
                    return true;
                }
            }
        }
        return false;
    }
}
