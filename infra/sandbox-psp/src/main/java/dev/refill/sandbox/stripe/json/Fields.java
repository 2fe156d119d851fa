package dev.refill.sandbox.stripe.json;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The few shapes that Stripe's objects are made of. */
final class Fields {

    private Fields() {}

    static void text(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }

    /** 0 stands for never. */
    static void time(JsonGenerator json, String name, long value) {
        if (value == 0) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }

    static void nulls(JsonGenerator json, String... names) {
        for (String name : names) {
            json.writeNullProperty(name);
        }
    }

    static void empty(JsonGenerator json, String... names) {
        for (String name : names) {
            json.writeObjectPropertyStart(name);
            json.writeEndObject();
        }
    }

    static void metadata(JsonGenerator json, Map<String, String> metadata) {
        json.writeObjectPropertyStart("metadata");
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    static void texts(JsonGenerator json, String name, List<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }
}
