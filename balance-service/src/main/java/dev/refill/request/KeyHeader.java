package dev.refill.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Idempotency-Key}. */
public final class KeyHeader {

    public static final String NAME = "Idempotency-Key";

    /** Quoted or bare, which is the same key; no comma, by which repeated headers are joined. */
    private static final Pattern FORM = Pattern.compile("(\"?)([!-~&&[^\",\\\\]]{1,255})\\1");

    private KeyHeader() {}

    /** Empty: it is no key. */
    public static Optional<String> read(String header) {
        return Optional.of(FORM.matcher(header)).filter(Matcher::matches).map(key -> key.group(2));
    }
}
