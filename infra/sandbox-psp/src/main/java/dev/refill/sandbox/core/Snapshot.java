package dev.refill.sandbox.core;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A subject as it stood, with what is needed to write it down again byte for byte.
 *
 * @param payment the checkout's payment as it stood, for answers that show both
 * @param expanded which references are written out in full
 */
public record Snapshot(Subject subject, @Nullable Payment payment, List<String> expanded) {

    public static Snapshot of(Subject subject) {
        return new Snapshot(subject, null, List.of());
    }
}
