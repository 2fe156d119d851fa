package dev.refill.redaction;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Links to guests' orders: whoever has one sees the order. Providers know them, as they send the browser back there. */
public final class GuestLinks {

    /** An order's id, which begins with the time, and what signs it. */
    private static final String TOKEN = "0[0-9a-z]{25}[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])";
    /** The first group is what leads to the token. */
    private static final Pattern LINK = Pattern.compile("(/orders/)" + TOKEN);
    private static final Pattern ANYWHERE = Pattern.compile("(?<![A-Za-z0-9_-])" + TOKEN);

    private GuestLinks() {}

    /** Whether there is what may be such a token; a client's own key may look the same. */
    public static boolean mayBeIn(String text) {
        return ANYWHERE.matcher(text).find();
    }

    /** Without the tokens, wherever they stand. */
    static String redact(String text) {
        return ANYWHERE.matcher(text).replaceAll("***");
    }

    /**
     * The same bytes without the tokens of such links, in whatever encoding that knows ASCII; the same array if there are none. What is
     * no link is left alone, as it may be somebody's id.
     */
    public static byte[] redact(byte[] text) {
        Matcher link = LINK.matcher(new String(text, StandardCharsets.ISO_8859_1));
        return link.find() ? link.replaceAll("$1***").getBytes(StandardCharsets.ISO_8859_1) : text;
    }
}
