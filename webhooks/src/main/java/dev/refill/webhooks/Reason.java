package dev.refill.webhooks;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** What a person may write as the reason of what is done by hand: text that can be kept for ever, and shown on one line. */
public final class Reason {

    /** In characters. */
    public static final int LONGEST = 500;

    /** What no column takes, what breaks a line, and halves of a character. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private Reason() {}

    /** Without the spaces around it; empty: it is missing, blank, too long, or not text. */
    public static Optional<String> read(@Nullable String written) {
        return read(written, LONGEST);
    }

    /** The same of a text that may be {@code longest} characters. */
    public static Optional<String> read(@Nullable String written, int longest) {
        return Optional.ofNullable(written)
                .filter(text -> text.length() <= longest && !NOT_TEXT.matcher(text).find())
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
