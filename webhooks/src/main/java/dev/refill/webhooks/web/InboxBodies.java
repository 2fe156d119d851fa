package dev.refill.webhooks.web;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;

/** What operators are shown of the inbox. */
final class InboxBodies {

    private InboxBodies() {}

    /** A page of events, newest first; {@code next} continues it as {@code before}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventPage(List<EventLine> events, @Nullable Long next) {

        static EventPage of(List<InboxEntry> entries, int limit) {
            return new EventPage(entries.stream().map(EventLine::of).toList(),
                    entries.size() < limit ? null : entries.getLast().sequence());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EventLine(long position, String gateway, String event, String type, String state, int attempts,
            @Nullable String lastError, Instant receivedAt, @Nullable Instant lastAttemptAt,
            @Nullable Instant nextAttemptAt, @Nullable Instant finishedAt) {

        static EventLine of(InboxEntry entry) {
            return new EventLine(entry.sequence(), entry.gateway().value(), entry.eventId(), entry.eventType(),
                    entry.state().word(), entry.attempts(), entry.lastError(), entry.receivedAt(),
                    entry.lastAttemptAt(), entry.nextAttemptAt(), entry.finishedAt());
        }
    }

    /** @param body as it was received; absent: purged */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileBody(EventLine event, @Nullable String body, List<ReplayLine> replays) {

        static FileBody of(InboxFile file) {
            return new FileBody(EventLine.of(file.entry()), file.body(),
                    file.replays().stream().map(ReplayLine::of).toList());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplayLine(String person, String reason, String state, @Nullable String error, Instant at) {

        static ReplayLine of(InboxFile.Replay replay) {
            return new ReplayLine(replay.person(), replay.reason(), replay.state().word(), replay.error(),
                    replay.at());
        }
    }
}
