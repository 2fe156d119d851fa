package dev.refill.sandbox.core;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where events are sent.
 *
 * @param secret what deliveries are signed with
 * @param types the event types wanted; {@code *} wants all, and none is there for the one event that names it
 */
public record Endpoint(String id, String url, String secret, List<String> types, Map<String, String> metadata,
        @Nullable String description, @Nullable String apiVersion, long created) implements Subject {

    public boolean servesOneEvent() {
        return types.isEmpty();
    }

    public boolean wants(String type) {
        return types.contains("*") || types.contains(type);
    }
}
