package dev.refill.idempotency.web;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request says in its {@code Idempotency-Key}. */
sealed interface KeyHeader {

    String NAME = "Idempotency-Key";

    /** The header is not there. */
    record Missing() implements KeyHeader {}

    /** It is there and not a key; the reason completes the sentence "The header …". */
    record Malformed(String reason) implements KeyHeader {}

    /** A key of 1 to 255 visible ASCII characters, without the quotes it may have come in. */
    record Present(String key) implements KeyHeader {}

    /** @param lines the header's values, one per line of the request */
    static KeyHeader of(List<String> lines) {
        return switch (lines.size()) {
            case 0 -> new Missing();
            case 1 -> Form.read(lines.getFirst().strip());
            default -> new Malformed("is repeated");
        };
    }

    /** The two ways to write a key. */
    final class Form {

        private static final int LONGEST = 255;

        /** A structured-field string (RFC 9651, 3.3.3) without blanks: quotes and backslashes come escaped. */
        private static final Pattern QUOTED = Pattern.compile("\"((?:[\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\"\\\\])*+)\"");

        /** No quote, which would be half a string, and no comma, by which proxies join repeated headers. */
        private static final Pattern BARE = Pattern.compile("[\\x21-\\x7e&&[^\",]]*+");

        private Form() {}

        private static KeyHeader read(String line) {
            Matcher quoted = QUOTED.matcher(line);
            if (quoted.matches()) {
                return bounded(quoted.group(1).replaceAll("\\\\(.)", "$1"));
            }
            if (BARE.matcher(line).matches()) {
                return bounded(line);
            }
            return new Malformed("is neither a quoted string nor a bare key of visible ASCII characters");
        }

        private static KeyHeader bounded(String key) {
            if (key.isEmpty()) {
                return new Malformed("is empty");
            }
            return key.length() > LONGEST
                    ? new Malformed("has " + key.length() + " characters, more than " + LONGEST)
                    : new Present(key);
        }
    }
}
