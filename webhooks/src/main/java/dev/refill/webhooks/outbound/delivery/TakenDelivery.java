package dev.refill.webhooks.outbound.delivery;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import dev.refill.webhooks.outbound.endpoint.EndpointId;

/**
 * A delivery that this worker holds until its lease ends.
 *
 * @param attempt the fencing token: a mark counts only while the row still carries it
 * @param tries takings since it was made or replayed, this one included
 * @param slowDowns how often in a row the endpoint asked for less
 * @param sealedSecrets those that sign now, the newest first
 */
public record TakenDelivery(EndpointId endpoint, long eventSequence, int attempt, int tries, int slowDowns,
        String eventId, String eventType, String body, URI url, List<String> sealedSecrets, Instant leasedUntil) {}
