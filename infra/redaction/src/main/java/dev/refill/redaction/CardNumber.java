package dev.refill.redaction;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Card numbers, by how they are written, how they begin, and their last digit. */
final class CardNumber {

    /**
     * 14 to 19 digits, bare or in a card's groups, that begin as cards do; a time in micro- or nanoseconds begins with 1.
     * What follows a plus is a phone number. Visa's old ones of 13 digits look like a German phone number. In addresses a space
     * is written otherwise.
     */
    static final Pattern FORM = Pattern.compile("""
            (?x)
            (?<![0-9A-Za-z+])
            (?: [2-6]\\d{13,18} | [2-6]\\d{3}(\\x20|-|%20|\\+)\\d{4}\\1\\d{4}\\1\\d{1,7} | 3\\d{3}(\\x20|-|%20|\\+)\\d{6}\\2\\d{4,5} )
            (?![0-9A-Za-z])""");

    /**
     * Visa, Mastercard, American Express, Diners Club, Discover, JCB, UnionPay, Maestro, each in its own lengths: of the other numbers
     * that a network knows, one in ten has the right last digit.
     */
    private static final Pattern ISSUED = Pattern.compile("""
            (?x)
            4(?:\\d{15}|\\d{18}) | (?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12} | 3[47]\\d{13}
            | 3(?:0[0-5]|[689]\\d)\\d{11} | (?:6011|64[4-9]\\d|65\\d\\d|352[89]|35[3-8]\\d|62\\d\\d)\\d{12,15}
            | (?:50|5[6-8]|6[0379])\\d{14,17}""");

    private CardNumber() {}

    /** Whether somewhere in a text there is surely one. */
    static boolean isIn(String text) {
        Matcher form = FORM.matcher(text);
        while (form.find()) {
            String digits = digits(form.group());
            if (ISSUED.matcher(digits).matches() && passesLuhn(digits)) {
                return true;
            }
        }
        return false;
    }

    static String digits(String written) {
        return written.replaceAll("%20|[ +-]", "");
    }

    static boolean passesLuhn(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum % 10 == 0;
    }
}
