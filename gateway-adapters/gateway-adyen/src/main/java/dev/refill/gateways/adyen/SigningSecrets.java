package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The HMAC keys of one webhook, several while one is being changed. Holds them so that they are never printed. */
final class SigningSecrets {

    private static final String ALGORITHM = "HmacSHA256";

    private final List<SecretKeySpec> keys;

    /** @param keys in hexadecimal */
    SigningSecrets(List<String> keys) {
        this.keys = keys.stream().map(key -> new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM)).toList();
    }

    /** Whether the signature was made by any of the keys; each is compared in constant time. */
    boolean signed(byte[] signature, String data) {
        var made = false;
        for (var key : keys) {
            made |= MessageDigest.isEqual(hmac(key, data), signature);
        }
        return made;
    }

    private static byte[] hmac(SecretKeySpec key, String data) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
