package dev.refill.redaction;

import java.util.regex.Pattern;

/** How numbers of the card schemes begin, and how many digits they have. */
final class Issuers {

    private static final String MOST_CARDS = "4\\d{15}|(?:5[1-5]\\d\\d|222[1-9]|22[3-9]\\d|2[3-6]\\d\\d|27[01]\\d|2720)\\d{12}"
            + "|(?:6011|64[4-9]\\d|65\\d\\d)\\d{12}|3[47]\\d{13}";

    /** Visa, Mastercard and Discover of 16 digits, American Express of 15. */
    static final Pattern LARGE = Pattern.compile(MOST_CARDS);
    /** With the old Visa of 13 digits and the new one of 19, Diners Club, JCB, UnionPay, Maestro. */
    static final Pattern ALL = Pattern.compile(MOST_CARDS + "|4\\d{12}(?:\\d{6})?|3(?:0[0-5]|[689]\\d)\\d{11}"
            + "|(?:6011|64[4-9]\\d|65\\d\\d|352[89]|35[3-8]\\d|62\\d\\d)\\d{12,15}|(?:50|5[6-8]|6[0379])\\d{14,17}");

    static final int FEWEST_DIGITS = 13;
    static final int MOST_DIGITS = 19;

    private Issuers() {}

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
