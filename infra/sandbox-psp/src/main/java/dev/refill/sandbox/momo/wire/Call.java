package dev.refill.sandbox.momo.wire;

import org.jspecify.annotations.Nullable;

/**
 * An authorized request for one operation.
 *
 * @param reference under which something is kept, or is to be
 * @param callback where its end is to be told; absent for nowhere
 * @param body as it came
 */
public record Call(String reference, @Nullable String callback, String body) {}
