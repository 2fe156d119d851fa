package dev.refill.sandbox.stripe.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Snapshot;

/** What an operation answers. */
public sealed interface Answer {

    /** One object; the only answer that is kept under an idempotency key. A 402 shows the decline of its payment. */
    record Shown(int status, Snapshot snapshot) implements Answer {}

    /** What was answered before, again. */
    record Replayed(String firstRequestId, int status, @Nullable Snapshot snapshot) implements Answer {}

    /** A 500 as ordered, kept like any other. */
    record Broken() implements Answer {}

    /** A part of a list. {@code url} is where the list lives. */
    record Listed(String url, List<Body> items, boolean hasMore, boolean search) implements Answer {}

    /** An object that can be shown but is not kept. */
    record Composed(Body body) implements Answer {}
}
