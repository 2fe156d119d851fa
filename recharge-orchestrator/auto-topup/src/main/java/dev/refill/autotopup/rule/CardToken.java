package dev.refill.autotopup.rule;

import java.util.Optional;
import java.util.regex.Pattern;

/** The provider's token of a kept card. It can charge the card, so it is not printed. */
public record CardToken(String value) {

    /** As orders take them, which no card number is. */
    private static final Pattern FORM = Pattern
            .compile("(?![0-9]{12,19}$)(?=.{1,255}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    public CardToken {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("card: of another form (expected: " + FORM + ")");
        }
    }

    /** Empty: no token has that form. */
    public static Optional<CardToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new CardToken(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return "CardToken[…]";
    }
}
