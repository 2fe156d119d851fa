package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/**
 * The answer first given under an idempotency key.
 *
 * @param fingerprint of the parameters
 * @param target the method and path it was given for
 * @param snapshot what the body shows; absent for an answer that shows nothing but its failure
 * @param at Unix seconds
 */
public record KeptAnswer(String key, String fingerprint, String target, String requestId, int status,
        @Nullable Snapshot snapshot, long at) {}
