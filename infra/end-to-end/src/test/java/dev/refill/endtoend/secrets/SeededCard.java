package dev.refill.endtoend.secrets;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A card number and how somebody writes it.
 *
 * @param digits all of them
 */
public record SeededCard(String digits, String written) {

    private static final Scheme[] SCHEMES = Scheme.values();
    private static final List<UnaryOperator<String>> IN_FOURS = List.of(
            digits -> fours(digits, " "),
            digits -> fours(digits, "-"),
            digits -> fours(digits, ":"),
            digits -> fours(digits, "\u200b"));
    /** Which an honest client's own numbers may have as well, so they are taken. */
    private static final List<UnaryOperator<String>> TAKEN = List.of(
            digits -> "x" + digits,
            digits -> "order" + digits,
            digits -> digits + "x",
            digits -> fours(digits, ","),
            digits -> digits.substring(0, 6) + " " + digits.substring(6),
            digits -> digits.replaceAll("(..)(?=.)", "$1 "));

    /** Written as none but a card's are, which is refused wherever it stands. */
    static SeededCard refused(Random random) {
        Scheme scheme = SCHEMES[random.nextInt(SCHEMES.length)];
        String digits = scheme.number(random);
        String written = switch (random.nextInt(4)) {
            case 0, 1 -> IN_FOURS.get(random.nextInt(IN_FOURS.size())).apply(digits);
            case 2 -> scheme.word() + (random.nextBoolean() ? "" : "_") + digits;
            default -> scheme.isLarge() ? digits : "PAN" + digits;
        };
        return new SeededCard(digits, written);
    }

    /** Written as an honest client's own number may be, which is taken where there is room for one. */
    static SeededCard taken(Random random) {
        Scheme scheme = SCHEMES[random.nextInt(SCHEMES.length)];
        String digits = scheme.number(random);
        int form = random.nextInt(TAKEN.size() + 2);
        String written = form < TAKEN.size()
                ? TAKEN.get(form).apply(digits)
                : scheme.isLarge()
                        ? "x_y" + digits + "_"
                        : form == TAKEN.size() ? digits : "card_" + digits;
        return new SeededCard(digits, written);
    }

    private static String fours(String digits, String between) {
        return digits.replaceAll("(.{4})(?=.)", "$1" + between);
    }
}
