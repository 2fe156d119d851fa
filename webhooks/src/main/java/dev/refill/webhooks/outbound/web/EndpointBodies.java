package dev.refill.webhooks.outbound.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.webhooks.outbound.delivery.DeliveryEntry;
import dev.refill.webhooks.outbound.endpoint.Endpoint;

/** What the API shows. */
final class EndpointBodies {

    private EndpointBodies() {}

    /** @param secret only in the answer to the registration */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EndpointBody(String id, String url, @Nullable List<String> types, String state, @Nullable String disabledWhy,
            @Nullable Instant slowedUntil, Instant createdAt, Instant changedAt, @Nullable String secret) {

        static EndpointBody of(Endpoint endpoint) {
            return of(endpoint, null);
        }

        static EndpointBody of(Endpoint endpoint, @Nullable String secret) {
            Endpoint.DisabledWhy why = endpoint.disabledWhy();
            return new EndpointBody(endpoint.id().value(), endpoint.url().toString(),
                    endpoint.eventTypes().isEmpty() ? null : endpoint.eventTypes(),
                    endpoint.enabled() ? "enabled" : "disabled",
                    why == null ? null : why.name().toLowerCase(Locale.ROOT), endpoint.slowedUntil(),
                    endpoint.createdAt(), endpoint.changedAt(), secret);
        }
    }

    record EndpointList(List<EndpointBody> endpoints) {}

    /** @param earlierUntil until when the secrets before it sign, too */
    record NewSecret(String secret, Instant earlierUntil) {}

    /** A page of deliveries, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryPage(List<DeliveryLine> deliveries, @Nullable Long next) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeliveryLine(long position, String event, String type, String state, int attempts,
            @Nullable Integer lastStatus, @Nullable String lastError, Instant createdAt,
            @Nullable Instant lastAttemptAt, @Nullable Instant nextAttemptAt, @Nullable Instant finishedAt) {

        static DeliveryLine of(DeliveryEntry entry) {
            return new DeliveryLine(entry.position(), entry.eventId(), entry.eventType(), entry.state().word(),
                    entry.attempts(), entry.lastStatus(), entry.lastError(), entry.createdAt(), entry.lastAttemptAt(),
                    entry.nextAttemptAt(), entry.finishedAt());
        }
    }

    /** @param more whether the same request would find more */
    record Replays(long deliveries, boolean more) {}
}
