package dev.refill.webhooks.outbound.web;

import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.web.Problems.FieldError;

/** Reads bodies strictly: bounded, no field twice, none that is unknown, nothing guessed. */
final class EndpointRequests {

    private static final int MOST_TYPES = 100;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(2_000)
                    .maxNameLength(100)
                    .build())
            .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final TargetGuard guard;
    private final Set<String> types;
    private final Clock clock;

    /** @param types for which an endpoint may be registered */
    EndpointRequests(TargetGuard guard, Set<String> types, Clock clock) {
        this.guard = guard;
        this.types = new TreeSet<>(types);
        this.clock = clock;
    }

    /** @param types empty: all */
    record Registration(URI url, List<String> types) {}

    /** @param delivered those that were delivered, too */
    record ReplaySince(Instant since, boolean delivered) {}

    /** Whether a body says what a request has to say. */
    sealed interface Reading<T> {

        record Valid<T>(T request) implements Reading<T> {}

        record Invalid<T>(List<FieldError> errors) implements Reading<T> {}

        /** @param why in words that repeat nothing of the body */
        record Malformed<T>(String why) implements Reading<T> {}
    }

    Reading<Registration> registration(byte @Nullable [] body) {
        return read(body, Set.of("url", "types"), this::registration);
    }

    private Reading<Registration> registration(Fields fields) {
        Optional<URI> url = fields.text("url").flatMap(guard::parse);
        if (url.isEmpty()) {
            fields.wrong("url", TargetGuard.EXPECTED);
        }
        List<String> wanted = wantedTypes(fields);
        return fields.errors().isEmpty()
                ? new Reading.Valid<>(new Registration(url.orElseThrow(), wanted))
                : new Reading.Invalid<>(List.copyOf(fields.errors()));
    }

    private List<String> wantedTypes(Fields fields) {
        JsonNode given = fields.body().path("types");
        if (given.isMissingNode()) {
            return List.of();
        }
        boolean known = given.isArray() && !given.isEmpty() && given.size() <= MOST_TYPES
                && given.valueStream().allMatch(type -> type.isString() && types.contains(type.stringValue()));
        if (!known) {
            fields.wrong("types", "a list of one or more of " + types + "; absent means all, those to come included");
            return List.of();
        }
        return given.valueStream().map(JsonNode::stringValue).distinct().sorted().toList();
    }

    Reading<ReplaySince> replaySince(byte @Nullable [] body) {
        return read(body, Set.of("since", "delivered"), this::replaySince);
    }

    private Reading<ReplaySince> replaySince(Fields fields) {
        Optional<Instant> since = fields.text("since").flatMap(EndpointRequests::time);
        if (since.filter(time -> !time.isAfter(clock.instant())).isEmpty()) {
            fields.wrong("since", "a time in the past, like \"2026-01-05T10:15:30Z\"");
        }
        JsonNode delivered = fields.body().path("delivered");
        if (!delivered.isMissingNode() && !delivered.isBoolean()) {
            fields.wrong("delivered", "true or false; absent means false");
        }
        return fields.errors().isEmpty()
                ? new Reading.Valid<>(new ReplaySince(since.orElseThrow(), delivered.asBoolean(false)))
                : new Reading.Invalid<>(List.copyOf(fields.errors()));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(time -> time.isAfter(Instant.EPOCH));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    private <T> Reading<T> read(byte @Nullable [] body, Set<String> known, Function<Fields, Reading<T>> reader) {
        JsonNode tree;
        try {
            tree = mapper.readTree(body == null ? new byte[0] : body);
        } catch (JacksonException notJson) {
            return new Reading.Malformed<>("The body is not JSON as expected: one object, no field twice, not nested"
                    + " deeply.");
        }
        if (!tree.isObject()) {
            return new Reading.Malformed<>("The body is not a JSON object.");
        }
        Fields fields = new Fields(tree, new ArrayList<>());
        tree.propertyNames().stream().filter(name -> !known.contains(name)).forEach(
                name -> fields.wrong(name, "no such field; one of " + known.stream().sorted().toList()));
        return reader.apply(fields);
    }

    private record Fields(JsonNode body, List<FieldError> errors) {

        Optional<String> text(String name) {
            JsonNode value = body.path(name);
            return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
        }

        void wrong(String field, String expected) {
            errors.add(new FieldError(field, expected));
        }
    }
}
