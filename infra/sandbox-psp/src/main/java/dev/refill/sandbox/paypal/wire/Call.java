package dev.refill.sandbox.paypal.wire;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/**
 * An authorized request for one operation.
 *
 * @param id in its path; empty where the path has none
 * @param requestId under which it is carried out once; absent for requests that have none
 * @param body a missing node where there is none
 */
public record Call(String id, @Nullable String requestId, JsonNode body) {}
