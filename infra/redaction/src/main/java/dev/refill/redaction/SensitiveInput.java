package dev.refill.redaction;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What must not come in, as it would be kept: card numbers, security codes, keys, tokens. It is stricter than {@link Redaction}, which
 * may take out too much: what is refused here is surely one, and a client's own number, word or time is not.
 */
public final class SensitiveInput {

    private static final Pattern SECRET = Pattern.compile("""
            (?x)
            (?<![A-Za-z0-9]) (?:sk|rk)_(?:live|test)_[A-Za-z0-9]{8} | (?<![A-Za-z0-9]) whsec_[A-Za-z0-9+/=_-]{8}
            | \\b(?i:bearer|basic)\\x20[A-Za-z0-9._~+/=-]{20}
            | (?<![A-Za-z0-9]) eyJ[A-Za-z0-9_-]{8,8192}\\.[A-Za-z0-9_-]{2,8192}\\.""");
    /** One of these is in whatever has one of the forms, in lower case. */
    private static final List<String> HINTS = List.of("k_live_", "k_test_", "whsec_", "bearer", "basic", "eyj", "cvc",
            "cvv", "code");
    private static final int FEWEST_DIGITS = 14;

    private SensitiveInput() {}

    /** Whether somewhere in a text there is surely something of that kind. */
    public static boolean isIn(String text) {
        return (hasHint(text) && (SECRET.matcher(text).find() || SecurityCode.FORM.matcher(text).find()))
                || (hasDigits(text) && CardNumber.isIn(text));
    }

    /** Nearly no request has one, and this is quicker than a pattern. */
    private static boolean hasHint(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return HINTS.stream().anyMatch(lower::contains);
    }

    private static boolean hasDigits(String text) {
        int digits = 0;
        for (int i = 0; i < text.length() && digits < FEWEST_DIGITS; i++) {
            char sign = text.charAt(i);
            if (sign >= '0' && sign <= '9') {
                digits++;
            } else if (sign != ' ' && sign != '-') {
                digits = 0;
            }
        }
        return digits >= FEWEST_DIGITS;
    }
}
