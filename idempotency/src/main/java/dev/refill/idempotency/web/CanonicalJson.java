package dev.refill.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

import static java.util.Objects.requireNonNull;

/**
 * JSON in one spelling: members sorted by name (repeated names in their order), no insignificant whitespace, strings with
 * one way to escape. Numbers keep their text, because {@code 1}, {@code 1.0} and {@code 1e0} need not mean the same to a
 * handler. Depth and lengths are bounded by the parser (500 levels).
 */
final class CanonicalJson {

    private static final JsonFactory FACTORY = new JsonFactory();

    private record Member(String name, CharSequence value) {}

    private CanonicalJson() {}

    /** The canonical bytes; empty if this is not exactly one JSON value. */
    static Optional<byte[]> of(byte[] body) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() == null) {
                return Optional.empty();
            }
            var canonical = new StringBuilder(body.length);
            append(json, canonical);
            return json.nextToken() == null
                    ? Optional.of(canonical.toString().getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    private static void append(JsonParser json, StringBuilder canonical) {
        switch (requireNonNull(json.currentToken())) {
            case START_OBJECT -> appendObject(json, canonical);
            case START_ARRAY -> appendArray(json, canonical);
            case VALUE_STRING -> appendString(json.getString(), canonical);
            default -> canonical.append(json.getString());
        }
    }

    private static void appendObject(JsonParser json, StringBuilder canonical) {
        List<Member> members = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            var value = new StringBuilder();
            append(json, value);
            members.add(new Member(name, value));
        }
        members.sort(Comparator.comparing(Member::name));
        canonical.append('{');
        for (Member member : members) {
            appendString(member.name(), canonical);
            canonical.append(':').append(member.value()).append(',');
        }
        canonical.append('}');
    }

    private static void appendArray(JsonParser json, StringBuilder canonical) {
        canonical.append('[');
        while (json.nextToken() != JsonToken.END_ARRAY) {
            append(json, canonical);
            canonical.append(',');
        }
        canonical.append(']');
    }

    private static void appendString(String value, StringBuilder canonical) {
        canonical.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, canonical);
        canonical.append('"');
    }
}
