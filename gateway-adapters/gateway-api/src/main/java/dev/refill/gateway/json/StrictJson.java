package dev.refill.gateway.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON objects from hostile bytes: strict UTF-8, bounded in size, depth and length of numbers, no key twice,
 * nothing after the end. What is refused is {@code null}, never an exception. Also writes what adapters send.
 */
public final class StrictJson {

    /** The inbox takes no larger body; here the bound is kept for callers that forget. */
    private static final int LARGEST_BODY = 1 << 20;

    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxDocumentLength(LARGEST_BODY)
            .maxNestingDepth(64)
            .maxNumberLength(64)
            .maxStringLength(LARGEST_BODY)
            .maxNameLength(1024)
            .build();

    private static final JsonMapper MAPPER = JsonMapper
            .builder(JsonFactory.builder()
                    .streamReadConstraints(BOUNDS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        // Whoever reads or writes first takes a lock inside the mapper: better here than an event loop behind another.
        MAPPER.readTree("{}");
        MAPPER.writeValueAsBytes(Map.of());
    }

    private StrictJson() {}

    /** @return {@code null} for whatever is no object, or is not to be read */
    public static @Nullable JsonNode object(byte[] body) {
        if (body.length > LARGEST_BODY) {
            return null;
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            var json = MAPPER.readTree(text);
            return json.isObject() ? json : null;
        } catch (CharacterCodingException | JacksonException e) {
            return null;
        }
    }

    /** An object of texts, numbers, truths, lists and further objects, as JSON. */
    public static byte[] bytes(Map<String, ?> object) {
        return MAPPER.writeValueAsBytes(object);
    }

    /** A list of such, as JSON. */
    public static byte[] bytes(List<?> list) {
        return MAPPER.writeValueAsBytes(list);
    }

    /** The text of a field; empty if it is absent or no text. */
    public static String text(JsonNode node, String field) {
        return node.path(field).stringValue("");
    }
}
