package dev.refill.sandbox.stripe;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Refusal;

/** The secret key, as Bearer token or as Basic user name. */
final class Authentication {

    private static final String NO_KEY = "You did not provide an API key. You need to provide your API key in the "
            + "Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See "
            + "https://stripe.com/docs/api#authentication for details, or we can help at https://support.stripe.com/.";

    private final byte[] key;

    Authentication(String key) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws Refusal with 401 */
    void check(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw new Refusal(ApiError.unauthorized(NO_KEY));
        }
        String given = given(header);
        if (!MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(ApiError.unauthorized("Invalid API Key provided: " + masked(given)));
        }
    }

    private static String given(String header) {
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return header.substring(7).strip();
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return user(header.substring(6).strip());
        }
        throw new Refusal(ApiError.unauthorized(NO_KEY));
    }

    private static String user(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? pair : pair.substring(0, colon);
        } catch (IllegalArgumentException notBase64) {
            throw new Refusal(ApiError.unauthorized(NO_KEY));
        }
    }

    private static String masked(String key) {
        return key.length() <= 12
                ? "*".repeat(key.length())
                : key.substring(0, 8) + "*".repeat(key.length() - 12) + key.substring(key.length() - 4);
    }
}
