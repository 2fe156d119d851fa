package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit 1 to 100
 */
public record Window(int limit, @Nullable String startingAfter, @Nullable String endingBefore) {}
