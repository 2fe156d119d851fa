package dev.refill.webhooks.outbound.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A symmetric secret of Standard Webhooks, 24 to 64 bytes. It says nothing of itself unless asked to. */
public final class SigningSecret {

    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    private final byte[] key;

    SigningSecret(byte[] key) {
        if (key.length < SHORTEST || key.length > LONGEST) {
            throw new IllegalArgumentException("secret of " + key.length + " bytes (expected: 24 to 64)");
        }
        this.key = key.clone();
    }

    byte[] key() {
        return key.clone();
    }

    /** The secret as its owner is shown it, once. */
    public String reveal() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /** One signature of a message, for the header {@code webhook-signature}. */
    public String sign(String id, Instant timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
