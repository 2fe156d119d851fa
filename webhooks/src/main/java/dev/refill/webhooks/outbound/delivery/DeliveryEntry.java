package dev.refill.webhooks.outbound.delivery;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A delivery as the owner of its endpoint sees it.
 *
 * @param position later events have higher ones
 * @param attempts how often it was taken up since it was made or replayed
 * @param lastStatus what the endpoint answered last, if it did
 * @param lastError what went wrong last, if something did, with the beginning of the answer
 * @param nextAttemptAt {@code null} unless it is pending
 */
public record DeliveryEntry(long position, String eventId, String eventType, DeliveryState state, int attempts,
        @Nullable Integer lastStatus, @Nullable String lastError, Instant createdAt, @Nullable Instant lastAttemptAt,
        @Nullable Instant nextAttemptAt, @Nullable Instant finishedAt) {}
