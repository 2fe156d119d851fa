package dev.refill.tmf654.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;

/** What a field of the specification may hold. */
sealed interface Shape {

    /** @param expected in words */
    record Leaf(String expected, Predicate<JsonNode> holds) implements Shape {}

    record Many(Shape each) implements Shape {}

    /**
     * @param fields that are known; others pass
     * @param required those that must be there
     */
    record Fields(Map<String, Shape> fields, List<String> required) implements Shape {

        Fields with(String field, Shape shape) {
            Map<String, Shape> more = new LinkedHashMap<>(fields);
            more.put(field, shape);
            return new Fields(Map.copyOf(more), required);
        }

        Fields with(Shape shape, String... names) {
            Fields more = this;
            for (String name : names) {
                more = more.with(name, shape);
            }
            return more;
        }

        Fields requiring(String... names) {
            return new Fields(fields, List.of(names));
        }
    }

    /** Notes each place at which the value is not of this shape. */
    default void check(String path, JsonNode value, List<String> faults) {
        switch (this) {
            case Leaf(String expected, Predicate<JsonNode> holds) -> expect(holds.test(value), path, expected, faults);
            case Many(Shape each) -> {
                expect(value.isArray(), path, "a list", faults);
                IntStream.range(0, value.isArray() ? value.size() : 0)
                        .forEach(i -> each.check(path + "[" + i + "]", value.get(i), faults));
            }
            case Fields(Map<String, Shape> fields, List<String> required) -> {
                expect(value.isObject(), path, "an object", faults);
                String prefix = path.isEmpty() ? "" : path + ".";
                required.forEach(name -> expect(!value.isObject() || value.has(name), prefix + name, "there", faults));
                fields.forEach((name, shape) -> {
                    if (value.has(name)) {
                        shape.check(prefix + name, value.get(name), faults);
                    }
                });
            }
        }
    }

    private static void expect(boolean holds, String path, String expected, List<String> faults) {
        if (!holds) {
            faults.add((path.isEmpty() ? "the body" : path) + ": expected " + expected);
        }
    }
}
