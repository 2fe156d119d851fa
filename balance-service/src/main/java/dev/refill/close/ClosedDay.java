package dev.refill.close;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * A day that is closed, or being closed.
 *
 * @param endsAt where the next day begins
 * @param closedBy who said so
 * @param progress how much of what has to be gone over is done, in percent
 * @param entries in it, so far
 * @param seal how it is sealed; none as long as it is being closed
 */
public record ClosedDay(LocalDate day, Instant endsAt, String closedBy, String reason, Instant begunAt, int progress,
        long entries, long postings, @Nullable Seal seal) {

    /**
     * The seal.
     *
     * @param hash 64 hexadecimal digits
     */
    public record Seal(String hash, Instant at) {}
}
