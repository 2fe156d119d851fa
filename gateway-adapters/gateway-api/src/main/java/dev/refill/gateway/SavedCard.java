package dev.refill.gateway;

import java.util.regex.Pattern;

/**
 * A card that the provider keeps, as far as it may be known.
 *
 * @param token by which it is charged, as {@link PaymentMethod.CardOnFile} takes it
 * @param brand in the provider's lower-case word, like {@code visa}
 * @param last4 its last four digits
 * @param expiryMonth 1 to 12
 * @param expiryYear of four digits
 */
public record SavedCard(String token, String brand, String last4, int expiryMonth, int expiryYear)
        implements
            SavedCardOutcome {

    private static final Pattern TOKEN = Pattern.compile("(?=.{1,255}$)[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Pattern BRAND = Pattern.compile("[a-z][a-z0-9_ -]{0,31}");
    private static final Pattern LAST4 = Pattern.compile("[0-9]{4}");

    public SavedCard {
        boolean fits = TOKEN.matcher(token).matches() && BRAND.matcher(brand).matches()
                && LAST4.matcher(last4).matches() && expiryMonth >= 1 && expiryMonth <= 12 && expiryYear >= 2000
                && expiryYear <= 9999;
        if (!fits) {
            throw new IllegalArgumentException(
                    "saved card: of another form (expected: a token of 1 to 255 letters, digits, -, _ "
                            + "or full stops between them; a brand in lower case; four digits; a month and a year)");
        }
    }

    /** A token can charge the card, so it is not printed. */
    @Override
    public String toString() {
        return "SavedCard[token=…, brand=" + brand + ", last4=" + last4 + "]";
    }
}
