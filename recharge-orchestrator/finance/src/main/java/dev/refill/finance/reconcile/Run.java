package dev.refill.finance.reconcile;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One comparison of a day's lines that none had compared before.
 *
 * @param ours positions of our lines of the day
 * @param theirs positions of theirs
 * @param matched lines of ours that were struck out by one of theirs
 * @param events what became of breaks by it: {@code opened}, {@code resolved}, {@code changed}, {@code reopened}, each with a class, and how
 *            many
 * @param finishedAt {@code null}: it is under way
 */
public record Run(RunId id, LocalDate day, Marks ours, Marks theirs, long matched, long ourLeft, long theirLeft,
        Map<String, Long> events, Instant startedAt, @Nullable Instant finishedAt) {

    /**
     * High-water marks.
     *
     * @param from the last position that an earlier run compared
     * @param through the last position that this one compares
     */
    public record Marks(int from, int through) {

        /** How many. */
        public int lines() {
            return through - from;
        }
    }
}
