package dev.refill.sandbox.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as it comes and goes at providers that speak it. */
public final class Json {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();
    private static final int FINGERPRINT_BYTES = 18;

    private Json() {}

    /** A missing node for an empty text; null for what is no JSON. */
    public static @Nullable JsonNode read(String text) {
        if (text.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(text);
        } catch (JacksonException unreadable) {
            return null;
        }
    }

    /** Empty when there is no such text. */
    public static String text(JsonNode object, String field) {
        return object.path(field).stringValue("");
    }

    /** The same members in any order have the same fingerprint. */
    public static String fingerprint(JsonNode json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64.getUrlEncoder().withoutPadding().encodeToString(
                    Arrays.copyOf(digest.digest(JSON.writeValueAsBytes(json)), FINGERPRINT_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static Reply reply(int status, JsonNode json) {
        return reply(status, Map.of(), json);
    }

    public static Reply reply(int status, Map<String, String> headers, JsonNode json) {
        return new Reply.Sent(status, headers,
                ByteBuffer.wrap(json.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
