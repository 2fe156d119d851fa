package dev.refill.webhooks.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.ReplayOutcome;

import static java.nio.charset.StandardCharsets.UTF_8;

/** The rows in memory; one statement at a time. */
public final class MemoryInboxStore implements InboxStore {

    private final Clock clock;
    private final List<Row> table = new ArrayList<>();
    private final Map<Long, List<InboxFile.Replay>> replays = new HashMap<>();

    public MemoryInboxStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Mono<List<Kept>> keep(List<ReceivedEvent> events) {
        return Mono.fromSupplier(() -> statement(rows -> {
            List<Kept> answers = new ArrayList<>();
            List<ReceivedEvent> fresh = new ArrayList<>();
            for (ReceivedEvent event : events) {
                boolean known = rows.stream().anyMatch(row -> row.is(event.gateway(), event.eventId()))
                        || fresh.stream().anyMatch(one -> one.gateway().equals(event.gateway())
                                && one.eventId().equals(event.eventId()));
                answers.add(known ? Kept.DUPLICATE : Kept.NEW);
                if (!known) {
                    fresh.add(event);
                }
            }
            // Numbered in the order in which the real statement takes its locks.
            fresh.sort(Comparator.comparing((ReceivedEvent event) -> event.gateway().value())
                    .thenComparing(ReceivedEvent::eventId));
            fresh.forEach(event -> rows.add(Row.received(rows.size() + 1L, event, clock.instant())));
            return answers;
        }));
    }

    @Override
    public Mono<List<TakenEvent>> take(String owner, int limit, Duration lease) {
        return Mono.fromSupplier(() -> statement(rows -> rows.stream()
                .filter(row -> row.nextAttemptAt() != null && !row.nextAttemptAt().isAfter(clock.instant()))
                .sorted(Comparator.comparing(Row::due).thenComparingLong(Row::sequence))
                .limit(limit)
                .toList()
                .stream()
                .map(row -> row.taken(owner, clock.instant(), clock.instant().plus(lease)))
                .peek(row -> rows.set(row.index(), row))
                .sorted(Comparator.comparingLong(Row::sequence))
                .map(Row::asTaken)
                .toList()));
    }

    @Override
    public Mono<Set<Long>> mark(List<Mark> marks) {
        return Mono.fromSupplier(() -> statement(rows -> {
            Set<Long> marked = new HashSet<>();
            for (Mark mark : marks) {
                Row row = rows.get((int) mark.sequence() - 1);
                if (row.attempt() == mark.attempt() && row.owner() != null) {
                    rows.set(row.index(), row.marked(mark, clock.instant()));
                    marked.add(mark.sequence());
                }
            }
            return marked;
        }));
    }

    @Override
    public Mono<Long> release(String owner) {
        return change(row -> owner.equals(row.owner()), Integer.MAX_VALUE, row -> row.released(clock.instant()));
    }

    @Override
    public Mono<Long> purge(Instant doneBefore, int limit) {
        return change(row -> row.state() == InboxState.DONE && row.body() != null && row.finishedAt() != null
                && row.finishedAt().isBefore(doneBefore), limit, Row::purged);
    }

    private Mono<Long> change(Predicate<Row> where, int limit, UnaryOperator<Row> set) {
        return Mono.fromSupplier(() -> statement(rows -> rows.stream()
                .filter(where)
                .limit(limit)
                .toList()
                .stream()
                .peek(row -> rows.set(row.index(), set.apply(row)))
                .toList()
                .size())).map(Integer::longValue);
    }

    @Override
    public Flux<InboxEntry> list(InboxState state, @Nullable Long before, int limit) {
        return Flux.defer(() -> Flux.fromStream(select(row -> row.state() == state
                && (before == null || row.sequence() < before))))
                .sort(Comparator.comparingLong(Row::sequence).reversed())
                .take(limit)
                .map(Row::asEntry);
    }

    @Override
    public Mono<InboxFile> find(GatewayId gateway, String eventId) {
        return Mono.defer(() -> Mono.justOrEmpty(select(row -> row.is(gateway, eventId)).findFirst()))
                .map(row -> new InboxFile(row.asEntry(), row.body() == null ? null : new String(row.body(), UTF_8),
                        replays.getOrDefault(row.sequence(), List.of())));
    }

    @Override
    public Mono<Map<Translation.Reason, Long>> notUnderstood() {
        return Mono.fromSupplier(() -> select(row -> row.state() == InboxState.NOT_UNDERSTOOD)
                .map(row -> Objects.requireNonNull(row.error()).split(":", 2)[0])
                .collect(Collectors.groupingBy(Translation.Reason::valueOf, Collectors.counting())));
    }

    @Override
    public Mono<ReplayOutcome> replay(GatewayId gateway, String eventId, String person, String reason) {
        return Mono.fromSupplier(() -> statement(rows -> rows.stream()
                .filter(row -> row.is(gateway, eventId))
                .findFirst()
                .<ReplayOutcome>map(row -> replay(rows, row, person, reason))
                .orElseGet(ReplayOutcome.NotKept::new)));
    }

    private ReplayOutcome replay(List<Row> rows, Row row, String person, String reason) {
        if (!row.state().replayable()) {
            return new ReplayOutcome.NotReplayable(row.state());
        }
        rows.set(row.index(), row.replayed(clock.instant()));
        replays.computeIfAbsent(row.sequence(), none -> new ArrayList<>())
                .add(new InboxFile.Replay(person, reason, row.state(), row.error(), clock.instant()));
        return new ReplayOutcome.Replayed();
    }

    @Override
    public Mono<Map<InboxState, Long>> counts() {
        return Mono.fromSupplier(() -> {
            Map<InboxState, Long> counts = new EnumMap<>(InboxState.class);
            for (InboxState state : InboxState.values()) {
                counts.put(state, select(row -> row.state() == state).count());
            }
            counts.remove(InboxState.DONE);
            return counts;
        });
    }

    /** For a test to look at: every event, in order of arrival. */
    public List<InboxEntry> all() {
        return select(row -> true).map(Row::asEntry).toList();
    }

    /** For a test to look at: when the first event is due; {@code null}: none will be. */
    public @Nullable Instant nextDue() {
        return select(row -> row.nextAttemptAt() != null).map(Row::due).min(Comparator.naturalOrder()).orElse(null);
    }

    private Stream<Row> select(Predicate<Row> where) {
        return statement(rows -> rows.stream().filter(where).toList()).stream();
    }

    private synchronized <T> T statement(Function<List<Row>, T> statement) {
        return statement.apply(table);
    }

    @SuppressWarnings("ArrayRecordComponent") // the bytes are handed through and never compared
    private record Row(long sequence, GatewayId gateway, String eventId, String eventType, byte @Nullable [] body,
            InboxState state, int attempt, int tries, int parkings, @Nullable String owner,
            @Nullable Instant nextAttemptAt, @Nullable String error, Instant receivedAt,
            @Nullable Instant lastAttemptAt, @Nullable Instant finishedAt) {

        static Row received(long sequence, ReceivedEvent event, Instant now) {
            return new Row(sequence, event.gateway(), event.eventId(), event.eventType(), event.body(),
                    InboxState.READY,
                    0, 0, 0, null, now, null, now, null, null);
        }

        int index() {
            return (int) sequence - 1;
        }

        Instant due() {
            return Objects.requireNonNull(nextAttemptAt);
        }

        boolean is(GatewayId otherGateway, String otherId) {
            return gateway.equals(otherGateway) && eventId.equals(otherId);
        }

        Row taken(String by, Instant now, Instant leasedUntil) {
            return new Row(sequence, gateway, eventId, eventType, body, state, attempt + 1, tries + 1, parkings, by,
                    leasedUntil, error, receivedAt, now, finishedAt);
        }

        Row marked(Mark mark, Instant now) {
            boolean parked = mark.state() == InboxState.PARKED;
            boolean open = mark.state().open();
            return new Row(sequence, gateway, eventId, eventType, body, mark.state(), attempt, parked ? 0 : tries,
                    parked ? parkings + 1 : parkings, null, open ? now.plus(mark.delay()) : null,
                    mark.error().isEmpty() ? error : mark.error(), receivedAt, lastAttemptAt, open ? null : now);
        }

        Row released(Instant now) {
            return new Row(sequence, gateway, eventId, eventType, body, state, attempt, tries - 1, parkings, null, now,
                    error, receivedAt, lastAttemptAt, finishedAt);
        }

        Row replayed(Instant now) {
            return new Row(sequence, gateway, eventId, eventType, body, InboxState.READY, attempt + 1, 0, 0, null, now,
                    error, receivedAt, lastAttemptAt, null);
        }

        Row purged() {
            return new Row(sequence, gateway, eventId, eventType, null, state, attempt, tries, parkings, null, null,
                    error, receivedAt, lastAttemptAt, finishedAt);
        }

        TakenEvent asTaken() {
            return new TakenEvent(sequence, attempt, tries, parkings, gateway, eventId, eventType,
                    Objects.requireNonNull(body), receivedAt, due());
        }

        InboxEntry asEntry() {
            return new InboxEntry(sequence, gateway, eventId, eventType, state, attempt, error, receivedAt,
                    lastAttemptAt, nextAttemptAt, finishedAt);
        }
    }
}
