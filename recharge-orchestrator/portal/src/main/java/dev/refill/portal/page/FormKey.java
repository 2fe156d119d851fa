package dev.refill.portal.page;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key of a form: 128 random bits, minted when the form is rendered. A double click, the back button and a second tab send the
 * same key.
 */
public record FormKey(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    public static FormKey mint() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new FormKey(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** Empty: not a key that we could have minted. */
    public static Optional<FormKey> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new FormKey(text)) : Optional.empty();
    }
}
