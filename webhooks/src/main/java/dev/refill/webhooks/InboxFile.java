package dev.refill.webhooks;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A kept event with all that is known of it. Its headers, the signature among them, are never kept.
 *
 * @param body as it was received; {@code null}: purged, long after it was done
 * @param replays who had it handled again, the first one first
 */
public record InboxFile(InboxEntry entry, @Nullable String body, List<Replay> replays) {

    public InboxFile {
        replays = List.copyOf(replays);
    }

    /**
     * One replay.
     *
     * @param person the subject of the token or sign-in
     * @param reason why
     * @param state in which the event was
     * @param error that it had
     */
    public record Replay(String person, String reason, InboxState state, @Nullable String error, Instant at) {}
}
