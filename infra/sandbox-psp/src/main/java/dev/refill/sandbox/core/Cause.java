package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/** Who set something in motion: an API request, or (with neither part) a customer or the clock. */
public record Cause(@Nullable String requestId, @Nullable String idempotencyKey) {

    public static final Cause CUSTOMER = new Cause(null, null);
    public static final Cause CLOCK = new Cause(null, null);
}
