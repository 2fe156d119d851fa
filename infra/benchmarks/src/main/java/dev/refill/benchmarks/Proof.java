package dev.refill.benchmarks;

import java.time.Duration;
import java.util.List;

import reactor.core.publisher.Flux;

/** Whether what was measured also was right: ends the benchmark if not. */
public final class Proof {

    private static final Duration LONGEST_CHECK = Duration.ofMinutes(15);
    private static final int MOST_SHOWN = 10;

    private Proof() {}

    /** @throws IllegalStateException if the two are not equal */
    public static void equal(String what, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new IllegalStateException(what + ": " + found + " (expected: " + expected + ")");
        }
    }

    /**
     * Blocks until a check has ended.
     *
     * @throws IllegalStateException if it finds anything
     */
    public static void none(String what, Flux<?> found) {
        equal(what, found.take(MOST_SHOWN).collectList().blockOptional(LONGEST_CHECK).orElseThrow(), List.of());
    }
}
