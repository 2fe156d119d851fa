package dev.refill.webhooks.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

import io.r2dbc.spi.Readable;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;

import static java.util.Objects.requireNonNull;

/** From rows to our records. */
final class InboxRows {

    static TakenEvent taken(Readable row) {
        return new TakenEvent(number(row, "seq"), count(row, "attempt"), count(row, "tries"), count(row, "parkings"),
                new GatewayId(text(row, "gateway")), text(row, "event_id"), text(row, "event_type"),
                requireNonNull(row.get("body", byte[].class)), time(row, "received_at"), time(row, "next_attempt_at"));
    }

    static InboxEntry entry(Readable row) {
        return new InboxEntry(number(row, "seq"), new GatewayId(text(row, "gateway")), text(row, "event_id"),
                text(row, "event_type"), InboxState.of(text(row, "state")), count(row, "attempt"),
                row.get("last_error", String.class), time(row, "received_at"),
                row.get("last_attempt_at", Instant.class), row.get("next_attempt_at", Instant.class),
                row.get("finished_at", Instant.class));
    }

    static InboxFile file(Readable row) {
        byte[] body = row.get("body", byte[].class);
        return new InboxFile(entry(row), body == null ? null : new String(body, StandardCharsets.UTF_8), List.of());
    }

    static InboxFile.Replay replay(Readable row) {
        return new InboxFile.Replay(text(row, "person"), text(row, "reason"), InboxState.of(text(row, "state")),
                row.get("error", String.class), time(row, "at"));
    }

    static ReplayOutcome replayOutcome(Readable row) {
        return requireNonNull(row.get("replayed", Boolean.class))
                ? new ReplayOutcome.Replayed()
                : new ReplayOutcome.NotReplayable(InboxState.of(text(row, "state")));
    }

    static String text(Readable row, String column) {
        return requireNonNull(row.get(column, String.class));
    }

    static long number(Readable row, String column) {
        return requireNonNull(row.get(column, Long.class));
    }

    private static int count(Readable row, String column) {
        return requireNonNull(row.get(column, Integer.class));
    }

    private static Instant time(Readable row, String column) {
        return requireNonNull(row.get(column, Instant.class));
    }

    private InboxRows() {}
}
