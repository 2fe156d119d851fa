package dev.refill.webhooks.store;

import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;

/** The rows in PostgreSQL. Time is the application's clock, never the server's, so that tests can move it. */
public final class R2dbcInboxStore implements InboxStore {

    private final DatabaseClient database;
    private final Clock clock;

    public R2dbcInboxStore(DatabaseClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Mono<List<Kept>> keep(List<ReceivedEvent> events) {
        return Mono.defer(() -> insert(events))
                .map(inserted -> answers(events, inserted));
    }

    private Mono<Set<EventKey>> insert(List<ReceivedEvent> events) {
        Integer[] lengths = events.stream().map(event -> event.body().length).toArray(Integer[]::new);
        return database.sql(InboxSql.KEEP)
                .bind("gateways", array(events, event -> event.gateway().value()))
                .bind("ids", array(events, ReceivedEvent::eventId))
                .bind("types", array(events, ReceivedEvent::eventType))
                .bind("lengths", lengths)
                .bind("bodies", joined(events))
                .bind("now", clock.instant())
                .map(row -> new EventKey(InboxRows.text(row, "gateway"), InboxRows.text(row, "event_id")))
                .all()
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The driver has no array of bytea: the bodies travel as one value and are cut apart in the statement. */
    private static byte[] joined(List<ReceivedEvent> events) {
        ByteArrayOutputStream bodies = new ByteArrayOutputStream();
        events.forEach(event -> bodies.writeBytes(event.body()));
        return bodies.toByteArray();
    }

    /** The first event of a batch with an inserted key made the row; later ones with the same key are duplicates. */
    private static List<Kept> answers(List<ReceivedEvent> events, Set<EventKey> inserted) {
        return events.stream()
                .map(event -> inserted.remove(new EventKey(event.gateway().value(), event.eventId()))
                        ? Kept.NEW
                        : Kept.DUPLICATE)
                .toList();
    }

    @Override
    public Mono<List<TakenEvent>> take(String owner, int limit, Duration lease) {
        return Mono.defer(() -> take(owner, limit, clock.instant(), lease));
    }

    private Mono<List<TakenEvent>> take(String owner, int limit, Instant now, Duration lease) {
        return database.sql(InboxSql.TAKE)
                .bind("owner", owner)
                .bind("limit", limit)
                .bind("now", now)
                .bind("leasedUntil", now.plus(lease))
                .map(InboxRows::taken)
                .all()
                .sort((one, other) -> Long.compare(one.sequence(), other.sequence()))
                .collectList();
    }

    @Override
    public Mono<Set<Long>> mark(List<Mark> marks) {
        return Mono.defer(() -> database.sql(InboxSql.MARK)
                .bind("sequences", marks.stream().map(Mark::sequence).toArray(Long[]::new))
                .bind("attempts", marks.stream().map(Mark::attempt).toArray(Integer[]::new))
                .bind("states", array(marks, mark -> mark.state().word()))
                .bind("delays", marks.stream().map(mark -> mark.delay().toMillis()).toArray(Long[]::new))
                .bind("errors", array(marks, Mark::error))
                .bind("now", clock.instant())
                .map(row -> InboxRows.number(row, "seq"))
                .all()
                .collect(Collectors.toSet()));
    }

    @Override
    public Mono<Long> release(String owner) {
        return Mono.defer(() -> database.sql(InboxSql.RELEASE)
                .bind("owner", owner)
                .bind("now", clock.instant())
                .fetch()
                .rowsUpdated());
    }

    @Override
    public Mono<Long> purge(Instant doneBefore, int limit) {
        return database.sql(InboxSql.PURGE)
                .bind("doneBefore", doneBefore)
                .bind("limit", limit)
                .fetch()
                .rowsUpdated();
    }

    @Override
    public Flux<InboxEntry> list(InboxState state, @Nullable Long before, int limit) {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to 1000)");
        }
        return database.sql(state.open() ? InboxSql.LIST_OPEN : InboxSql.LIST)
                .bind("state", state.word())
                .bind("before", before == null ? Long.MAX_VALUE : before)
                .bind("limit", limit)
                .map(InboxRows::entry)
                .all();
    }

    @Override
    public Mono<InboxFile> find(GatewayId gateway, String eventId) {
        return database.sql(InboxSql.FIND)
                .bind("gateway", gateway.value())
                .bind("eventId", eventId)
                .map(InboxRows::file)
                .one()
                .flatMap(this::withReplays);
    }

    private Mono<InboxFile> withReplays(InboxFile file) {
        return database.sql(InboxSql.REPLAYS)
                .bind("sequence", file.entry().sequence())
                .map(InboxRows::replay)
                .all()
                .collectList()
                .map(replays -> new InboxFile(file.entry(), file.body(), replays));
    }

    @Override
    public Mono<ReplayOutcome> replay(GatewayId gateway, String eventId, String person, String reason) {
        return Mono.defer(() -> database.sql(InboxSql.REPLAY)
                .bind("gateway", gateway.value())
                .bind("eventId", eventId)
                .bind("person", person)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .map(InboxRows::replayOutcome)
                .one()
                .defaultIfEmpty(new ReplayOutcome.NotKept()));
    }

    @Override
    public Mono<Map<InboxState, Long>> counts() {
        return database.sql(InboxSql.COUNTS)
                .map(row -> Map.entry(InboxState.of(InboxRows.text(row, "state")), InboxRows.number(row, "events")))
                .all()
                .collect(R2dbcInboxStore::noEvents, (counts, one) -> counts.put(one.getKey(), one.getValue()));
    }

    @Override
    public Mono<Map<Translation.Reason, Long>> notUnderstood() {
        return database.sql(InboxSql.NOT_UNDERSTOOD)
                .map(row -> Map.entry(Translation.Reason.valueOf(InboxRows.text(row, "reason")),
                        InboxRows.number(row, "events")))
                .all()
                .collectMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private static Map<InboxState, Long> noEvents() {
        Map<InboxState, Long> counts = new EnumMap<>(InboxState.class);
        for (InboxState state : InboxState.values()) {
            if (state != InboxState.DONE) {
                counts.put(state, 0L);
            }
        }
        return counts;
    }

    private static <T> String[] array(List<T> items, Function<T, String> column) {
        return items.stream().map(column).toArray(String[]::new);
    }

    private record EventKey(String gateway, String eventId) {}
}
