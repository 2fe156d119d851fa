package dev.refill.webhooks;

import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import dev.refill.redaction.SensitiveInput;

/** What a person may write as the reason of what is done by hand: text that can be kept for ever, and shown on one line to many. */
public final class Reason {

    /** In characters. */
    public static final int LONGEST = 500;

    /** What no column takes, what breaks a line, and halves of a character. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\p{Cc}\\p{Cs}]");

    private Reason() {}

    /** Without the spaces around it; empty: it is missing, blank, too long, not text, or holds a long number or a secret. */
    public static Optional<String> read(@Nullable String written) {
        return read(written, LONGEST);
    }

    /** The same of a text that may be {@code longest} characters. */
    public static Optional<String> read(@Nullable String written, int longest) {
        return Optional.ofNullable(written)
                .filter(text -> text.length() <= longest && !NOT_TEXT.matcher(text).find())
                .filter(text -> !SensitiveInput.isInReason(text))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
