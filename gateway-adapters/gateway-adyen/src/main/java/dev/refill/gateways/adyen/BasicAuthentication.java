package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Verification.Reason;

/** The user and password that a webhook may be given at Adyen, besides its HMAC key. */
final class BasicAuthentication {

    private final byte @Nullable [] expected;

    private BasicAuthentication(byte @Nullable [] expected) {
        this.expected = expected;
    }

    /** @param user {@code null} if none was given to the webhook: then whatever header comes will do */
    static BasicAuthentication of(@Nullable String user, @Nullable String password) {
        return new BasicAuthentication(user == null ? null : header(user, String.valueOf(password)));
    }

    /** @return why the header will not do, {@code null} if it does */
    @Nullable
    Reason objection(List<String> headers) {
        if (expected == null) {
            return null;
        }
        if (headers.isEmpty()) {
            return Reason.SIGNATURE_MISSING;
        }
        var given = headers.getFirst().getBytes(StandardCharsets.UTF_8);
        return headers.size() == 1 && MessageDigest.isEqual(expected, given) ? null : Reason.SIGNATURE_WRONG;
    }

    private static byte[] header(String user, String password) {
        var pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return ("Basic " + Base64.getEncoder().encodeToString(pair)).getBytes(StandardCharsets.US_ASCII);
    }
}
