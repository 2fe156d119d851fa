package dev.refill.redaction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

import dev.refill.redaction.CardNumber.Rule;

/** Takes secrets, links to guests' orders and card numbers out of a text; the rest stays as it is. */
public final class Redaction {

    private static final int SHOWN = 4;

    private static final List<Function<String, List<Found>>> LIKELY = List.of(
            GuestLinks::tokens,
            text -> Secret.in(text, false),
            JsonWebToken::in,
            text -> SecurityCode.in(text, false),
            LikelyCardNumber::in);
    private static final List<Function<String, List<Found>>> SURE = List.of(
            GuestLinks::tokensOfLinks,
            text -> Secret.in(text, true),
            JsonWebToken::in,
            text -> SecurityCode.in(text, true),
            text -> CardNumber.in(text, Rule.NUMERAL, List.of()));

    private Redaction() {}

    /** The same text with stars in place of what looks as if nobody were to read it, escaped for JSON or for an address or not. */
    public static String redact(String text) {
        return replaced(text, LIKELY, Redaction::stars);
    }

    /**
     * The same JSON without what surely nobody is to read; the same array if there is nothing. In place of a number stand nines, so that it
     * can be read as before: a card's last four digits stay.
     *
     * @param json in UTF-8; if it is not, its bytes that are not ASCII are left alone
     */
    public static byte[] redact(byte[] json) {
        Charset charset = isUtf8(json) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        String text = new String(json, charset);
        String replaced = replaced(text, SURE, Redaction::nines);
        for (Function<String, List<Found>> finder : SURE) {
            replaced = Unescaped.replacedAsSeen(replaced, finder, Redaction::nines);
        }
        return replaced.equals(text) ? json : replaced.getBytes(charset);
    }

    private static boolean isUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static String replaced(String text, List<Function<String, List<Found>>> finders,
            BiFunction<String, Found, String> instead) {
        String replaced = text;
        for (Function<String, List<Found>> finder : finders) {
            replaced = Unescaped.replaced(replaced, finder, instead);
        }
        return replaced;
    }

    private static String stars(String text, Found found) {
        return switch (found.kind()) {
            case CARD_NUMBER -> "************" + lastDigits(text, found);
            case SECURITY_CODE, SECRET -> "***";
        };
    }

    private static String nines(String text, Found found) {
        return switch (found.kind()) {
            case CARD_NUMBER -> "999999999999" + lastDigits(text, found);
            case SECURITY_CODE -> "9".repeat(found.end() - found.start());
            case SECRET -> "***";
        };
    }

    private static String lastDigits(String text, Found card) {
        String digits = CardNumber.digits(text.substring(card.start(), card.end()));
        return digits.substring(digits.length() - SHOWN);
    }
}
