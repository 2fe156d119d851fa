package dev.refill.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/** Card numbers, by how they are written, how they begin, and their last digit. Reads each sign of a text a few times at most. */
final class CardNumber {

    /** How much like a card's a number has to be: of the other numbers, one in ten has the right last digit. */
    enum Rule {

        /** A client's own number, unless it is as most cards are: Visa, Mastercard and Discover of 16 digits, American Express of 15. */
        NUMERAL(Issuers.LARGE, Issuers.ALL),
        /** What a person wrote. */
        TEXT(Issuers.ALL, Issuers.ALL),
        /** What merely looks like one. */
        LOG("[2-6]\\d{13,18}", "[2-6]\\d{12,18}");

        private final Pattern bare;
        private final Pattern grouped;

        Rule(String bare, String grouped) {
            this.bare = Pattern.compile(bare);
            this.grouped = Pattern.compile(grouped);
        }
    }

    private static final class Issuers {

        static final String LARGE = "4\\d{15}|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}"
                + "|(?:6011|64[4-9]\\d|65\\d\\d)\\d{12}|3[47]\\d{13}";
        /** With the old Visa of 13 digits and the new one of 19, Diners Club, JCB, UnionPay, Maestro. */
        static final String ALL = LARGE + "|4\\d{12}(?:\\d{6})?|3(?:0[0-5]|[689]\\d)\\d{11}"
                + "|(?:6011|64[4-9]\\d|65\\d\\d|352[89]|35[3-8]\\d|62\\d\\d)\\d{12,15}|(?:50|5[6-8]|6[0379])\\d{14,17}";
    }

    private static final int FEWEST = 13;
    private static final int MOST = 19;
    private static final int MOST_OF_A_PHONE = 15;
    /** How many digits a card's groups have. */
    private static final Pattern GROUPS = Pattern.compile("444[1-7]|4444[1-3]|46[45]");
    private static final int FIRST_GROUP = 4;
    private static final int LONGEST_GROUP = 7;
    private static final int MOST_GROUPS = 5;
    private static final int WIDEST_GAP = 3;

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
            int card = digits > at && !isLetter(at - 1) ? Math.max(endOfOne(at, digits), endOfGroups(at, digits)) : at;
            if (card > at) {
                found.add(new Found(Kind.CARD_NUMBER, at, card));
            }
            at = Math.max(Math.max(card, digits), at + 1);
        }
        return found;
    }

    /** Where a number in one piece ends; the start if it is none. */
    private int endOfOne(int start, int end) {
        if (end - start < FEWEST || end - start > MOST || isLetter(end)) {
            return start;
        }
        String digits = digits(text.substring(start, end));
        return own.stream().noneMatch(digits::startsWith) && isCard(start, digits, rule.bare) ? end : start;
    }

    /** Where a number in groups ends, as far as it can; the start if it is none. */
    private int endOfGroups(int start, int firstEnd) {
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
            if (GROUPS.matcher(lengths).matches() && !isLetter(end)
                    && isCard(start, digits(text.substring(start, end)), rule.grouped)) {
                card = end;
            }
        }
        return card;
    }

    /** What follows a plus is a phone number, if it is no longer than they are. */
    private boolean isCard(int start, String digits, Pattern issuers) {
        boolean isPhone = start > 0 && text.charAt(start - 1) == '+' && digits.length() <= MOST_OF_A_PHONE;
        return !isPhone && issuers.matcher(digits).matches() && passesLuhn(digits);
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

    private static boolean isGap(char sign) {
        boolean isSpace = sign == '\t' || (Character.isSpaceChar(sign) && sign != '\u2028');
        return isSpace || "-._/+".indexOf(sign) >= 0 || Character.getType(sign) == Character.DASH_PUNCTUATION;
    }

    private static boolean isDigit(char sign) {
        return Character.digit(sign, 10) >= 0;
    }

    private boolean isLetter(int at) {
        return at >= 0 && at < text.length() && text.charAt(at) < 128 && Character.isLetter(text.charAt(at));
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
        for (int start = 0; start + FEWEST <= digits.length(); start++) {
            for (int end = start + FEWEST; end <= Math.min(digits.length(), start + MOST); end++) {
                String part = digits.substring(start, end);
                if (Rule.TEXT.bare.matcher(part).matches() && passesLuhn(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean passesLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
