package dev.refill.localstack.receiver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Standard Webhooks as a partner would check them. */
final class Signatures {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private Signatures() {}

    /** Whether one of the signatures is made with the secret, over this id, time and body, within the last minutes. */
    static boolean genuine(String secret, String id, String timestamp, String signatures, byte[] body, Clock clock) {
        if (!timestamp.matches("[0-9]{1,12}") || !secret.startsWith("whsec_")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant()).abs();
        byte[] expected = sign(secret, id + "." + timestamp + ".", body).getBytes(StandardCharsets.UTF_8);
        return age.compareTo(TOLERANCE) <= 0 && Arrays.stream(signatures.split(" "))
                .anyMatch(given -> MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sign(String secret, String before, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
