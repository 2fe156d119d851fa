package dev.refill.gateway;

import java.time.Instant;

/**
 * One event out of a provider's own list.
 *
 * @param eventId the provider's id of it, as {@link Verification.Authentic} has it of a webhook
 * @param eventType the provider's word for what happened
 * @param occurredAt by the provider's clock
 * @param body what a webhook of it would carry, so that {@link WebhookTranslator#translate} reads it; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by id; a copy of every body would cost more than it guards
public record FedEvent(String eventId, String eventType, Instant occurredAt, byte[] body) {

    @Override
    public String toString() {
        return "FedEvent[" + eventId + ", " + eventType + ", " + occurredAt + ", " + body.length + " bytes]";
    }
}
