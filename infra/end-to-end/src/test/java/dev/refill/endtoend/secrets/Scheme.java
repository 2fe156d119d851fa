package dev.refill.endtoend.secrets;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Whose cards there are: how their numbers begin, how long they are, and in which groups they stand on a card. */
enum Scheme {
    VISA(16, true, "(.{4})(?=.)", "40", "45", "49"),
    MASTERCARD(16, true, "(.{4})(?=.)", "51", "55", "2221", "2720"),
    AMEX(15, true, "^(.{4})(.{6})", "34", "37"),
    DISCOVER(16, true, "(.{4})(?=.)", "6011", "644", "65"),
    DINERS(14, false, "^(.{4})(.{6})", "300", "305", "36", "38"),
    JCB(16, false, "(.{4})(?=.)", "3528", "3589"),
    UNIONPAY(19, false, "(.{4})(?=.)", "62"),
    MAESTRO(16, false, "(.{4})(?=.)", "50", "56", "58", "6304", "67");

    private static final int MOST_GROUPS = 2;

    private final int length;
    private final boolean isLarge;
    private final String groups;
    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> begins;

    Scheme(int length, boolean isLarge, String groups, String... begins) {
        this.length = length;
        this.isLarge = isLarge;
        this.groups = groups;
        this.begins = List.of(begins);
    }

    /** Whether its numbers are told from a client's own in one piece, in whichever field. */
    boolean isLarge() {
        return isLarge;
    }

    /** As the word before a number may be. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One of its numbers, right in its last digit. */
    String number(Random random) {
        StringBuilder digits = new StringBuilder(begins.get(random.nextInt(begins.size())));
        random.ints(length - 1L - digits.length(), 0, 10).forEach(digits::append);
        return digits.append(lastDigit(digits)).toString();
    }

    /** The same number in its groups. */
    String grouped(String digits, String between) {
        String gap = groups.startsWith("^") ? "$1" + between + "$" + MOST_GROUPS + between : "$1" + between;
        return digits.replaceAll(groups, gap);
    }

    private static int lastDigit(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }
}
