package dev.refill.gateway;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A piece of the feed.
 *
 * @param events oldest first; none does not mean that the feed ends
 * @param next where it goes on, {@code null} at its end
 */
public record FeedPage(List<FedEvent> events, @Nullable FeedPosition next) implements FeedOutcome {

    public FeedPage {
        events = List.copyOf(events);
    }
}
