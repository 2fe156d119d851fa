package dev.refill.sandbox.stripe.wire;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP request for the API.
 *
 * @param query without the question mark; empty when there is none
 * @param body as it came; empty when there is none
 */
public record Request(String method, String path, String query, String body, @Nullable String authorization,
        @Nullable String idempotencyKey, @Nullable String version) {}
