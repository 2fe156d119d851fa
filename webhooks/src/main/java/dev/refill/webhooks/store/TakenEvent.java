package dev.refill.webhooks.store;

import java.time.Instant;

import dev.refill.gateway.GatewayId;

/**
 * An event that this worker holds until its lease ends.
 *
 * @param attempt the fencing token: a mark counts only while the row still carries it
 * @param tries takings since the event was last parked or replayed, this one included
 * @param parkings how often it was parked since it was received or replayed
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are handed through and never compared
public record TakenEvent(long sequence, int attempt, int tries, int parkings, GatewayId gateway, String eventId,
        String eventType, byte[] body, Instant receivedAt, Instant leasedUntil) {}
