package dev.refill.tmf654;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TM Forum's own description of the API, and whether an answer is as it says. */
public final class Specification {

    private static final JsonNode FINAL = read();
    private static final Pattern TIME = Pattern.compile(
            "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9])");
    private static final String DEFINITIONS = "#/definitions/";

    private Specification() {}

    private static JsonNode read() {
        try (InputStream file = Specification.class.getResourceAsStream("/tmf654/TMF654-4.0.0-final.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public static String basePath() {
        return FINAL.path("basePath").stringValue();
    }

    /** Every operation, as {@code GET /bucket/{id}}. */
    public static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        FINAL.path("responses").properties().forEach(path -> path.getValue().propertyNames()
                .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    /** The operation at a path below the base path. */
    public static String operation(String method, String path) {
        return method + " " + pattern(path);
    }

    private static String pattern(String path) {
        return path.replaceFirst("^(/[a-zA-Z]+)/.+$", "$1/{id}");
    }

    /**
     * What is wrong with an answer.
     *
     * @param path below the base path, without query
     * @param body a missing node: none
     */
    public static List<String> faults(String method, String path, int status, JsonNode body) {
        String operation = pattern(path);
        // The specification speaks of partial lists in its guidelines, TMF630, only.
        String code = Integer.toString(status == 206 ? 200 : status);
        JsonNode response = FINAL.path("responses").path(operation).path(method.toLowerCase(Locale.ROOT)).path(code);
        List<String> faults = new ArrayList<>();
        if (response.isMissingNode()) {
            faults.add(method + " " + operation + " has no response " + code);
        } else if (response.isEmpty()) {
            expect(body.isMissingNode(), "body", "none", faults);
        } else {
            check("", response, body, faults);
        }
        return faults;
    }

    /** What is wrong with something by one of the definitions. */
    public static List<String> faults(String definition, JsonNode value) {
        JsonNode schema = FINAL.path("definitions").path(definition);
        List<String> faults = new ArrayList<>();
        expect(!schema.isMissingNode(), definition, "defined", faults);
        check("", schema, value, faults);
        return faults;
    }

    private static void check(String at, JsonNode schema, JsonNode value, List<String> faults) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").stringValue().substring(DEFINITIONS.length());
            check(at, FINAL.path("definitions").required(name), value, faults);
            return;
        }
        String type = schema.path("type").stringValue("object");
        expect(isOf(type, value), at, type, faults);
        schema.path("required").forEach(
                name -> expect(value.has(name.stringValue()), at + "." + name.stringValue(), "there", faults));
        schema.path("properties").properties().stream()
                .filter(property -> value.has(property.getKey()))
                .forEach(property -> check(at + "." + property.getKey(), property.getValue(),
                        value.get(property.getKey()), faults));
        if (value.isArray()) {
            value.forEach(item -> check(at + "[]", schema.path("items"), item, faults));
            expect(value.size() >= schema.path("minItems").intValue(0), at, "as many as minItems", faults);
        }
        if (schema.has("enum")) {
            expect(schema.get("enum").valueStream().anyMatch(value::equals), at, "of the enumeration", faults);
        }
        if (value.isString() && schema.has("format")) {
            String format = schema.get("format").stringValue();
            expect(hasFormat(format, value.stringValue()), at, format, faults);
        }
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            default -> throw new IllegalStateException("type: " + type + " (expected: one of JSON Schema)");
        };
    }

    private static boolean hasFormat(String format, String text) {
        return switch (format) {
            case "date-time" -> isTime(text);
            case "uri" -> URI.create(text).isAbsolute();
            default -> throw new IllegalStateException("format: " + format + " (expected: date-time, uri)");
        };
    }

    /** Narrower than RFC 3339, so that what is found fault with by it is found here. */
    private static boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && OffsetDateTime.parse(text).getYear() > 0;
        } catch (DateTimeException other) {
            return false;
        }
    }

    private static void expect(boolean holds, String at, String expected, List<String> faults) {
        if (!holds) {
            faults.add(at + ": expected " + expected);
        }
    }
}
