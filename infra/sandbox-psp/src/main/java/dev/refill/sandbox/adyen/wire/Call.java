package dev.refill.sandbox.adyen.wire;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * An authenticated request for one operation.
 *
 * @param id in its path; empty where the path has none
 * @param key its idempotency key; absent for requests that have none
 * @param body a missing node where there is none
 */
public record Call(String id, @Nullable String key, JsonNode body) {}
