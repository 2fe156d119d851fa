package dev.refill.tmf654.action;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bucket as the API shows it.
 *
 * @param held what can be spent of it, 0 or more
 * @param from when its validity begins; {@code null}: nothing was said about it
 * @param until when it ends; {@code null}: never
 * @param reserved what is held back of it by reservations that are valid
 * @param reservations those
 * @param content the request by which it was made; {@code null}: it was not made here
 */
public record SeenBucket(BucketId id, long held, @Nullable Instant from, @Nullable Instant until, long reserved,
        List<String> reservations, @Nullable ObjectNode content) {

    public SeenBucket {
        reservations = List.copyOf(reservations);
    }

    /** As the specification's example of a type has it. */
    public String status(Instant at) {
        if (until != null && !until.isAfter(at)) {
            return "expired";
        }
        return isValid(at) ? "active" : "suspended";
    }

    boolean isValid(Instant at) {
        return (from == null || !from.isAfter(at)) && (until == null || until.isAfter(at));
    }
}
