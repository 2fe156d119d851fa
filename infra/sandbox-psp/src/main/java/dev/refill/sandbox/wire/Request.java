package dev.refill.sandbox.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request.
 *
 * @param query without the question mark; empty when there is none
 * @param headers by their names, in which upper and lower case are one
 * @param body as it came; empty when there is none
 */
public record Request(String method, String path, String query, Map<String, String> headers, String body) {

    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
