package dev.refill.tariff.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.tariff.web.Problems.FieldError;

/**
 * An object of a JSON body while it is read, strictly: bounded, no field twice, none that is unknown, nothing guessed. What
 * is not as expected is noted, and the reading goes on.
 *
 * @param path before the names of its fields
 * @param errors of the whole body, so far
 */
record JsonBody(String path, JsonNode node, List<FieldError> errors) {

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNumberLength(40)
                    .maxStringLength(2_000)
                    .maxNameLength(100)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Empty: it is no JSON object. */
    static Optional<JsonBody> parse(byte @Nullable [] body) {
        try {
            JsonNode tree = MAPPER.readTree(body == null ? new byte[0] : body);
            return Optional.of(new JsonBody("", tree, new ArrayList<>())).filter(read -> tree.isObject());
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    void wrong(String field, String expected) {
        errors.add(new FieldError(path + field, expected));
    }

    void only(Set<String> known) {
        node.propertyNames().stream().filter(name -> !known.contains(name))
                .forEach(name -> wrong(name, "no such field; one of " + known.stream().sorted().toList()));
    }

    boolean has(String field) {
        return node.has(field);
    }

    /** Empty: it is wrong, or not there. */
    <T> Optional<T> optional(String field, Function<String, Optional<T>> parser, String expected) {
        return has(field) ? required(field, parser, expected) : Optional.empty();
    }

    <T> Optional<T> required(String field, Function<String, Optional<T>> parser, String expected) {
        JsonNode value = node.path(field);
        Optional<T> read = value.isString() ? parser.apply(value.stringValue()) : Optional.empty();
        if (read.isEmpty()) {
            wrong(field, expected);
        }
        return read;
    }

    /** The least if it is wrong. */
    long number(String field, long least, long most) {
        JsonNode value = node.path(field);
        boolean fits = value.isIntegralNumber() && value.canConvertToLong()
                && value.longValue() >= least && value.longValue() <= most;
        if (!fits) {
            wrong(field, "a whole number from " + least + " to " + most);
        }
        return fits ? value.longValue() : least;
    }

    /** The objects of a list. */
    List<JsonBody> items(String field, int most) {
        JsonNode list = node.path(field);
        if (!list.isArray() || list.size() > most || !list.valueStream().allMatch(JsonNode::isObject)) {
            wrong(field, "a list of " + most + " objects at most");
            return List.of();
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> new JsonBody(path + field + "[" + i + "].", list.get(i), errors))
                .toList();
    }
}
