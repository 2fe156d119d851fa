package dev.refill.tmf654.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;

import dev.refill.request.KeyHeader;
import dev.refill.tmf654.Caller;

/**
 * What a request is known by.
 *
 * @param isSent whether its sender knows it, too
 */
record RequestKey(String key, boolean isSent) {

    /** 128 bits. */
    private static final int DIGITS = 32;

    /** Without a header each request is its own. Empty: the header is no key. */
    static Optional<RequestKey> of(HttpHeaders headers) {
        List<String> sent = headers.getOrEmpty(KeyHeader.NAME);
        return switch (sent.size()) {
            case 0 -> Optional.of(new RequestKey("none " + random(), false));
            case 1 -> KeyHeader.read(sent.getFirst()).map(key -> new RequestKey(key, true));
            default -> Optional.empty();
        };
    }

    /** No secret, only one's own: a secure one would read the system's random device on an event loop. */
    private static UUID random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** 32 hexadecimal digits, the same for the same caller, resource and key. */
    String digits(Caller caller, String resource) {
        return sha256(caller.name() + "\n" + resource + "\n" + key).substring(0, DIGITS);
    }

    static String fingerprint(JsonNode body) {
        return sha256(body.toString());
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256: missing (expected: in every Java)", missing);
        }
    }
}
