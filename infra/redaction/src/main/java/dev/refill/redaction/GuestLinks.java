package dev.refill.redaction;

import java.util.List;
import java.util.regex.Pattern;

import dev.refill.redaction.Found.Kind;

/** Links to guests' orders: whoever has one sees the order. Providers know them, as they send the browser back there. */
public final class GuestLinks {

    /** An order's id, which begins with the time, and what signs it. */
    private static final String TOKEN = "0[0-9a-z]{25}[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])";
    private static final Pattern LINK = Pattern.compile("(?<=/orders/)" + TOKEN);
    private static final Pattern ANYWHERE = Pattern.compile("(?<![A-Za-z0-9_-])" + TOKEN);

    private GuestLinks() {}

    /** Whether there is what may be such a token; a client's own key may look the same. */
    public static boolean mayBeIn(String text) {
        return ANYWHERE.matcher(text).find();
    }

    /** The tokens, wherever they stand. */
    static List<Found> tokens(String text) {
        return in(text, ANYWHERE);
    }

    /** The tokens in links alone, as elsewhere it may be somebody's id. */
    static List<Found> tokensOfLinks(String text) {
        return in(text, LINK);
    }

    private static List<Found> in(String text, Pattern form) {
        return form.matcher(text).results().map(token -> new Found(Kind.SECRET, token.start(), token.end())).toList();
    }
}
