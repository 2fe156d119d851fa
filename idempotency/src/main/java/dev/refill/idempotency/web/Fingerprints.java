package dev.refill.idempotency.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;

import dev.refill.idempotency.Fingerprint;

/**
 * Takes the fingerprint of a request: SHA-256 over method, path, query and payload, each with its length before it. A JSON
 * payload counts in its canonical form; any other, and one that only calls itself JSON, by its bytes.
 */
final class Fingerprints {

    private Fingerprints() {}

    static Fingerprint of(ServerHttpRequest request, byte[] body) {
        MessageDigest digest = sha256();
        update(digest, request.getMethod().name().getBytes(StandardCharsets.UTF_8));
        update(digest, request.getURI().getRawPath().getBytes(StandardCharsets.UTF_8));
        update(digest, Objects.requireNonNullElse(request.getURI().getRawQuery(), "").getBytes(StandardCharsets.UTF_8));
        Optional<byte[]> json = isJson(request) ? CanonicalJson.of(body) : Optional.empty();
        update(digest, (json.isPresent() ? "json" : "bytes").getBytes(StandardCharsets.UTF_8));
        update(digest, json.orElse(body));
        return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        digest.update(part);
    }

    private static boolean isJson(ServerHttpRequest request) {
        MediaType type = request.getHeaders().getContentType();
        return type != null && (MediaType.APPLICATION_JSON.equalsTypeAndSubtype(type)
                || "json".equals(type.getSubtypeSuffix()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
