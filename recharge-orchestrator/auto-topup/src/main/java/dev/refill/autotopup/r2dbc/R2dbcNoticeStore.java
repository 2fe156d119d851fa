package dev.refill.autotopup.r2dbc;

import java.time.Instant;
import java.util.List;

import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.autotopup.notice.NoticeStore;
import dev.refill.groupcommit.Columns;
import dev.refill.webhooks.OutboundEvent;

import static dev.refill.autotopup.r2dbc.Rows.required;

/** {@link NoticeStore} in PostgreSQL. */
public final class R2dbcNoticeStore implements NoticeStore {

    private static final String UNTOLD = """
            SELECT event_id, type, occurred_at, client_id, data
            FROM autotopup.notice
            WHERE told_at IS NULL
            ORDER BY number
            LIMIT :limit
            """;

    private static final String TOLD = """
            UPDATE autotopup.notice SET told_at = clock_timestamp() WHERE event_id = ANY (%s) AND told_at IS NULL
            """.formatted(Columns.parameter("ids", "text"));

    private final DatabaseClient database;

    public R2dbcNoticeStore(DatabaseClient database) {
        this.database = database;
    }

    @Override
    public Flux<OutboundEvent> untold(int limit) {
        return database.sql(UNTOLD)
                .bind("limit", limit)
                .map(row -> new OutboundEvent(required(row, "event_id", String.class),
                        required(row, "type", String.class), required(row, "occurred_at", Instant.class),
                        required(row, "client_id", String.class), required(row, "data", String.class)))
                .all();
    }

    @Override
    public Mono<Void> told(List<OutboundEvent> events) {
        return database.sql(TOLD).bind("ids", new Columns<>(events).texts(OutboundEvent::id)).then();
    }
}
