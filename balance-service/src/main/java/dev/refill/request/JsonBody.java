package dev.refill.request;

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

import dev.refill.request.Problems.FieldError;

/**
 * An object of a JSON body while it is read, strictly: bounded, no field twice, none that is unknown, nothing guessed. What is
 * not as expected is noted, and the reading goes on.
 *
 * @param path before the names of its fields
 * @param errors of the whole body, so far
 */
public record JsonBody(String path, JsonNode node, List<FieldError> errors) {

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
    public static Optional<JsonBody> parse(byte @Nullable [] body) {
        try {
            JsonNode tree = MAPPER.readTree(body == null ? new byte[0] : body);
            return Optional.of(new JsonBody("", tree, new ArrayList<>())).filter(read -> tree.isObject());
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    public void wrong(String field, String expected) {
        errors.add(new FieldError(path + field, expected));
    }

    public void only(Set<String> known) {
        node.propertyNames().stream().filter(name -> !known.contains(name))
                .forEach(name -> wrong(name, "no such field; one of " + known.stream().sorted().toList()));
    }

    public boolean has(String field) {
        return node.has(field);
    }

    /** Empty: it is wrong, or not there. */
    public <T> Optional<T> optional(String field, Function<String, Optional<T>> parser, String expected) {
        return has(field) ? required(field, parser, expected) : Optional.empty();
    }

    /** The least if it is wrong. */
    public long number(String field, long least, long most) {
        JsonNode value = node.path(field);
        boolean fits = value.isIntegralNumber() && value.canConvertToLong()
                && value.longValue() >= least && value.longValue() <= most;
        if (!fits) {
            wrong(field, "a whole number from " + least + " to " + most);
        }
        return fits ? value.longValue() : least;
    }

    /** The objects of a list. */
    public List<JsonBody> items(String field, int most) {
        JsonNode list = node.path(field);
        if (!list.isArray() || list.size() > most || !list.valueStream().allMatch(JsonNode::isObject)) {
            wrong(field, "a list of " + most + " objects at most");
            return List.of();
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> new JsonBody(path + field + "[" + i + "].", list.get(i), errors))
                .toList();
    }

    public <T> Optional<T> required(String field, Function<String, Optional<T>> parser, String expected) {
        return read(field, text(node.path(field)).flatMap(parser), expected);
    }

    /** What the field is to be by RFC 7396: as it was if it is not there, nothing if it is {@code null}. */
    public <T> Optional<T> patched(String field, Optional<T> before, Function<String, Optional<T>> parser,
            String expected) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return before;
        }
        return value.isNull() ? Optional.empty() : read(field, text(value).flatMap(parser), expected);
    }

    /** In the same way a whole number from 0. */
    public Optional<Long> patched(String field, Optional<Long> before, long most) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return before;
        }
        return value.isNull()
                ? Optional.empty()
                : read(field, Optional.of(value)
                        .filter(number -> number.isIntegralNumber() && number.canConvertToLong())
                        .map(JsonNode::longValue)
                        .filter(number -> number >= 0 && number <= most), "a whole number from 0 to " + most);
    }

    /** Different ones, at least one; empty if they are wrong. */
    public <T> List<T> list(String field, int most, Function<String, Optional<T>> parser, String expected) {
        JsonNode list = node.path(field);
        List<T> read = list.isArray()
                ? list.valueStream().limit(most + 1L).flatMap(item -> text(item).flatMap(parser).stream()).distinct()
                        .toList()
                : List.of();
        boolean whole = !read.isEmpty() && read.size() == list.size() && read.size() <= most;
        if (!whole) {
            wrong(field, "a list of 1 to " + most + ", each once: " + expected);
        }
        return whole ? read : List.of();
    }

    private <T> Optional<T> read(String field, Optional<T> value, String expected) {
        if (value.isEmpty()) {
            wrong(field, expected);
        }
        return value;
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.of(value).filter(JsonNode::isString).map(JsonNode::stringValue);
    }
}
