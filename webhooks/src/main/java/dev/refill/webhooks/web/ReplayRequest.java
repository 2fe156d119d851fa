package dev.refill.webhooks.web;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.webhooks.Reason;

/**
 * Why an event is handled again, read strictly.
 *
 * @param reason 1 to 500 characters
 */
record ReplayRequest(String reason) {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(4).maxStringLength(2_000).build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Whether a body says what a replay has to say. */
    sealed interface Reading {

        record Valid(ReplayRequest request) implements Reading {}

        /** @param field what is not as expected */
        record Invalid(String field, String expected) implements Reading {}

        record Malformed() implements Reading {}
    }

    static Reading read(byte @Nullable [] body) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body == null ? new byte[0] : body);
        } catch (JacksonException notJson) {
            return new Reading.Malformed();
        }
        return tree.isObject() ? read(tree) : new Reading.Malformed();
    }

    private static Reading read(JsonNode tree) {
        for (String name : tree.propertyNames()) {
            if (!name.equals("reason")) {
                return new Reading.Invalid(name, "no such field; only reason");
            }
        }
        return Reason.read(tree.path("reason").stringValue(null))
                .<Reading>map(reason -> new Reading.Valid(new ReplayRequest(reason)))
                .orElseGet(() -> new Reading.Invalid("reason", "why, in 1 to 500 characters on one line"));
    }
}
