package dev.refill.webhooks.outbound.endpoint;

import java.net.URI;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An endpoint as its owner sees it.
 *
 * @param eventTypes empty: every type
 * @param disabledWhy {@code null}: it is enabled
 * @param slowedUntil nothing is sent before, as it asked for less; {@code null}: never mind
 */
public record Endpoint(EndpointId id, URI url, List<String> eventTypes, @Nullable DisabledWhy disabledWhy,
        @Nullable Instant slowedUntil, Instant createdAt, Instant changedAt) {

    /** Why nothing is sent to an endpoint. */
    public enum DisabledWhy {
        /** Its owner said so. */
        BY_OWNER,
        /** It answered 410. */
        ANSWERED_GONE
    }

    public boolean enabled() {
        return disabledWhy == null;
    }
}
