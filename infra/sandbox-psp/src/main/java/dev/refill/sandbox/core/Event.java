package dev.refill.sandbox.core;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param subject as it stood when it happened
 * @param requestId the request that caused it; absent when a customer or the clock did
 * @param idempotencyKey that request's key
 * @param endpoints whom it concerns
 */
public record Event(String id, String type, Subject subject, @Nullable String requestId,
        @Nullable String idempotencyKey, List<String> endpoints, long created) {}
