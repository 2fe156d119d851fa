package dev.refill.recharge.web;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON for money: bounded in depth and length, no field twice, nothing after the end. */
public final class StrictJson {

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(40)
                    .maxStringLength(1_000)
                    .maxNameLength(200)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    public StrictJson() {
        // Whoever reads first takes a lock inside the mapper: better here than an event loop behind another.
        mapper.readTree("{}");
    }

    /** What a body turned out to be. */
    public sealed interface Reading {

        record Read(JsonNode tree) implements Reading {}

        /** @param why in words that repeat nothing of the body */
        record Malformed(String why) implements Reading {}
    }

    /** Reads a body; never throws for what is in it. */
    public Reading read(byte[] body) {
        try {
            JsonNode tree = mapper.readTree(body);
            return tree.isMissingNode()
                    ? new Reading.Malformed("The body is empty; a JSON object was expected.")
                    : new Reading.Read(tree);
        } catch (JacksonException notJson) {
            var at = notJson.getLocation();
            return new Reading.Malformed("The body is not JSON as expected" + (at == null
                    ? "."
                    : " at line " + at.getLineNr()
                            + ", column " + at.getColumnNr() + ": one object, no field twice, not nested deeply."));
        }
    }
}
