package dev.refill.idempotency;

import java.util.regex.Pattern;

/** Tells whether two requests are the same: a SHA-256 in 64 hexadecimal digits. It does not give the request away. */
public record Fingerprint(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Fingerprint {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("fingerprint: " + hex + " (expected: " + FORM + ")");
        }
    }
}
