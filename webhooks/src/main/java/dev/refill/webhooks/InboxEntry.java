package dev.refill.webhooks;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.GatewayId;

/**
 * What an operator may see of a kept event; never its body.
 *
 * @param sequence the order of arrival
 * @param attempts how often it was taken up, crashes included
 * @param nextAttemptAt {@code null} unless the state is open; during an attempt, the moment its lease ends
 * @param lastError at most 500 characters, cleared of secrets
 * @param finishedAt when it became done, dead or not understood
 */
public record InboxEntry(long sequence, GatewayId gateway, String eventId, String eventType, InboxState state,
        int attempts, @Nullable String lastError, Instant receivedAt, @Nullable Instant lastAttemptAt,
        @Nullable Instant nextAttemptAt, @Nullable Instant finishedAt) {}
