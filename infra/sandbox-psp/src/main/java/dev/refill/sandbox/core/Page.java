package dev.refill.sandbox.core;

import java.util.List;

/** A part of a list, newest first, and whether there is more in the direction walked. */
public record Page<T>(List<T> items, boolean hasMore) {}
