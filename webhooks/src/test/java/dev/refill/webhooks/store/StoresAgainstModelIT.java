package dev.refill.webhooks.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.MovableClock;

import static dev.refill.webhooks.store.TestEvents.GATEWAY;
import static dev.refill.webhooks.store.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

/** Random statements on the inbox and on the cursors, done on PostgreSQL and in memory: both answer alike. */
class StoresAgainstModelIT {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int STATEMENTS = 400;
    private static final List<InboxState> STATES = List.of(InboxState.values());

    private final MovableClock clock = new MovableClock();

    /** One statement. */
    private record Statement<S>(String name, Function<S, Mono<?>> on) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void statementsOnTheInboxWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("webhooks")) {
            var real = new R2dbcInboxStore(database.client(), clock);
            var model = new MemoryInboxStore(clock);
            var random = new Random(seed);
            List<TakenEvent> taken = new ArrayList<>();
            for (int step = 0; step < STATEMENTS; step++) {
                clock.advance(Duration.ofMillis(1 + random.nextInt(5_000)));
                Statement<InboxStore> statement = onTheInbox(random, taken);
                @Nullable
                Object answer = comparable(statement.on().apply(model));
                assertThat(comparable(statement.on().apply(real)))
                        .as("seed %d, step %d: %s", seed, step, statement.name()).isEqualTo(answer);
                if (answer instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof Shown) {
                    list.stream().map(Shown.class::cast).map(Shown::event).forEach(taken::add);
                }
            }
            STATES.forEach(state -> assertThat(real.list(state, 1_000).collectList().block())
                    .usingRecursiveComparison().ignoringFields("sequence")
                    .isEqualTo(model.list(state, 1_000).collectList().block()));
        }
    }

    private Statement<InboxStore> onTheInbox(Random random, List<TakenEvent> taken) {
        return switch (random.nextInt(taken.isEmpty() ? 4 : 10)) {
            case 0, 1 -> {
                List<ReceivedEvent> events = Stream.generate(() -> event("evt_" + random.nextInt(80)))
                        .limit(1 + random.nextInt(5)).toList();
                yield new Statement<>("keep", store -> store.keep(events));
            }
            case 2, 3 -> {
                int limit = 1 + random.nextInt(6);
                Duration lease = Duration.ofSeconds(random.nextInt(20));
                yield new Statement<>("take " + limit, store -> store.take("owner" + limit % 2, limit, lease));
            }
            case 4, 5, 6, 7 -> {
                TakenEvent event = random.nextBoolean() ? taken.getLast() : taken.get(random.nextInt(taken.size()));
                InboxState state = STATES.get(random.nextInt(STATES.size()));
                String error = state == InboxState.DONE || state == InboxState.READY ? "" : "why";
                Duration delay = Duration.ofMillis(random.nextInt(10_000));
                yield new Statement<>("mark " + event.eventId() + " " + state, store -> numbered(store, event)
                        .flatMap(sequence -> store.mark(
                                List.of(new Mark(sequence, event.attempt(), state, delay, error))).map(Set::size)));
            }
            case 8 -> new Statement<>("release", store -> store.release("owner" + random.nextInt(1)));
            default -> {
                String id = "evt_" + random.nextInt(80);
                yield new Statement<>("replay " + id, store -> store.replay(GATEWAY, id, "ada", "mended"));
            }
        };
    }

    /** Sequences are each store's own, and PostgreSQL's have gaps: an event is known by its id. */
    private static Mono<Long> numbered(InboxStore store, TakenEvent event) {
        return Flux.fromIterable(STATES)
                .concatMap(state -> store.list(state, 1_000))
                .filter(entry -> entry.eventId().equals(event.eventId()))
                .map(entry -> entry.sequence())
                .next();
    }

    /** A taken event without its sequence. */
    private record Shown(String id, int attempt, int tries, int parkings, Instant received, Instant leased,
            TakenEvent event) {

        static Shown of(TakenEvent event) {
            return new Shown(event.eventId(), event.attempt(), event.tries(), event.parkings(), event.receivedAt(),
                    event.leasedUntil(), event);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Shown that && id.equals(that.id) && attempt == that.attempt && tries == that.tries
                    && parkings == that.parkings && received.equals(that.received) && leased.equals(that.leased);
        }

        @Override
        public int hashCode() {
            return id.hashCode();
        }
    }

    private static @Nullable Object comparable(Mono<?> answer) {
        Object found = answer.map(Object.class::cast).defaultIfEmpty("nothing").block(LONGEST);
        return found instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof TakenEvent
                ? list.stream().map(TakenEvent.class::cast).map(Shown::of).toList()
                : found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void statementsOnCursorsWhenRandomThenAsTheModel(long seed) {
        try (TestDatabase database = TestDatabase.with("webhooks")) {
            var real = new R2dbcCursorStore(database.client(), clock);
            var model = new MemoryCursorStore(clock);
            var random = new Random(seed);
            for (int step = 0; step < STATEMENTS; step++) {
                clock.advance(Duration.ofMillis(1 + random.nextInt(5_000)));
                Statement<CursorStore> statement = onACursor(random);
                assertThat(statement.on().apply(real).block(LONGEST))
                        .as("seed %d, step %d: %s", seed, step, statement.name())
                        .isEqualTo(statement.on().apply(model).block(LONGEST));
            }
        }
    }

    private Statement<CursorStore> onACursor(Random random) {
        GatewayId gateway = new GatewayId("fake" + random.nextInt(2));
        Instant reached = clock.instant().minusSeconds(random.nextInt(100));
        Duration lease = Duration.ofSeconds(random.nextInt(20));
        long fence = random.nextInt(30);
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Statement<>("take", cursors -> cursors.take(gateway, "owner", reached, lease));
            case 2 -> new Statement<>("advance", cursors -> cursors.advance(gateway, fence, reached, lease));
            case 3 -> new Statement<>("complete", cursors -> cursors.complete(gateway, fence, reached));
            default -> new Statement<>("release", cursors -> cursors.release(gateway, fence));
        };
    }
}
