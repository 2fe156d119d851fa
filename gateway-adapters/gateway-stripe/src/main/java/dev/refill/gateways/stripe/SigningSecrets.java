package dev.refill.gateways.stripe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secrets of one webhook endpoint, several while one is being rotated. Holds them so that they are never printed. */
final class SigningSecrets {

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    SigningSecrets(List<String> secrets) {
        this.keys = secrets.stream()
                .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
                .toList();
    }

    /** Whether any of the signatures was made by any of the secrets; every pair is compared in constant time. */
    boolean signed(Signature signature, byte[] body) {
        var made = false;
        for (var key : keys) {
            var expected = hmac(key, signature.timestamp(), body);
            for (var candidate : signature.signatures()) {
                made |= MessageDigest.isEqual(expected, candidate);
            }
        }
        return made;
    }

    private static byte[] hmac(SecretKeySpec key, long timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((timestamp + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
