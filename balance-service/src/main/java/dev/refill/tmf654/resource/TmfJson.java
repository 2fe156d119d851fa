package dev.refill.tmf654.resource;

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON objects: bounded, no field twice, numbers as they are written. */
public final class TmfJson {

    /** The deepest that the specification knows, an amount of an item of an impacted bucket of an event, and room for extensions. */
    private static final int DEPTH = 16;

    /** An event carries a whole action, with room for what we say of it, and is shorter than 64 KB. */
    private static final int LONGEST = 16 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(40)
                    .maxStringLength(2_000)
                    .maxNameLength(100)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Reads what was kept, whatever became of it as it was written: numbers may be longer than they came. */
    private static final JsonMapper KEPT = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private TmfJson() {}

    /** Empty: it is no JSON object, or none that is taken here. */
    public static Optional<ObjectNode> parse(byte @Nullable [] body) {
        if (body != null && body.length > LONGEST) {
            return Optional.empty();
        }
        try {
            JsonNode tree = MAPPER.readTree(body == null ? new byte[0] : body);
            return tree instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /** What was kept. */
    public static ObjectNode read(String kept) {
        return (ObjectNode) KEPT.readTree(kept);
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
