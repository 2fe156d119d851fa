package dev.refill.endtoend.secrets;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Card schemes, by how their numbers begin and how many digits they have. */
enum Scheme {

    VISA(16, "4"),
    MASTERCARD(16, "51", "52", "53", "54", "55", "2221", "2720"),
    AMEX(15, "34", "37"),
    DISCOVER(16, "6011", "644", "65"),
    DINERS(14, "300", "305", "36", "38"),
    JCB(16, "3528", "3530", "3589"),
    UNIONPAY(16, "62"),
    UNIONPAY_LONG(19, "62"),
    MAESTRO(16, "50", "56", "58", "6304", "67"),
    MAESTRO_LONG(19, "5018", "6759");

    private final int length;
    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> begins;

    Scheme(int length, String... begins) {
        this.length = length;
        this.begins = List.of(begins);
    }

    /** Whether a number in one piece is refused wherever it stands: see docs/concepts/sensitive-data.md. */
    boolean isLarge() {
        return switch (this) {
            case VISA, MASTERCARD, AMEX, DISCOVER -> true;
            case DINERS, JCB, UNIONPAY, UNIONPAY_LONG, MAESTRO, MAESTRO_LONG -> false;
        };
    }

    String word() {
        return name().replace("_LONG", "").toLowerCase(Locale.ROOT);
    }

    /** A number that is right in its last digit. */
    String number(Random random) {
        StringBuilder digits = new StringBuilder(begins.get(random.nextInt(begins.size())));
        random.ints(length - 1L - digits.length(), 0, 10).forEach(digits::append);
        return digits.append(lastDigit(digits)).toString();
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
