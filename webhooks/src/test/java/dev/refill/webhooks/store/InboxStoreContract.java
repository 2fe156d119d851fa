package dev.refill.webhooks.store;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxFile;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.ReplayOutcome;

import static dev.refill.webhooks.store.TestEvents.GATEWAY;
import static dev.refill.webhooks.store.TestEvents.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** What every store of the inbox keeps. */
public interface InboxStoreContract {

    Duration LEASE = Duration.ofSeconds(30);
    Duration WAIT = Duration.ofSeconds(20);

    /** An empty store on {@link #clock()}. */
    InboxStore store();

    MovableClock clock();

    @Test
    default void keepWhenEventsAreNewThenEachIsTakenWithItsOwnBody() {
        assertThat(get(store().keep(List.of(event("evt_b"), event("evt_a"))))).containsExactly(Kept.NEW, Kept.NEW);

        assertThat(take("one", 10)).allSatisfy(taken -> assertThat(taken.body())
                .isEqualTo(("body of " + taken.eventId()).getBytes(UTF_8)))
                .extracting(TakenEvent::eventId).containsExactlyInAnyOrder("evt_a", "evt_b");
    }

    @Test
    default void keepWhenBodiesAreEmptyOrHoldAnyByteThenTheyComeBackUnchanged() {
        byte[] anyByte = new byte[256];
        IntStream.range(0, 256).forEach(i -> anyByte[i] = (byte) i);
        get(store().keep(List.of(new ReceivedEvent(GATEWAY, "evt_1", "a", anyByte),
                new ReceivedEvent(GATEWAY, "evt_2", "a", new byte[0]),
                new ReceivedEvent(GATEWAY, "evt_3", "a", anyByte))));

        assertThat(take("one", 10)).extracting(TakenEvent::body).containsExactly(anyByte, new byte[0], anyByte);
    }

    @Test
    default void keepWhenTheSameEventComesAgainThenItIsADuplicateWithinABatchAndAfterIt() {
        assertThat(get(store().keep(List.of(event("evt_1"), event("evt_1"))))).containsExactly(Kept.NEW,
                Kept.DUPLICATE);
        assertThat(get(store().keep(List.of(event("evt_2"), event("evt_1"))))).containsExactly(Kept.NEW,
                Kept.DUPLICATE);

        assertThat(take("one", 10)).hasSize(2);
    }

    @Test
    default void keepWhenAnotherGatewayUsesTheSameIdThenItIsAnotherEvent() {
        get(store().keep(List.of(event("evt_1"))));

        assertThat(get(store().keep(List.of(new ReceivedEvent(new GatewayId("other"), "evt_1", "a", new byte[1])))))
                .containsExactly(Kept.NEW);
    }

    @Test
    default void keepWhenManyWriteTheSameEventsAtOnceThenEachIsNewOnce() {
        List<ReceivedEvent> events = IntStream.range(0, 50).mapToObj(i -> event("evt_" + i)).toList();

        List<Kept> answers = get(Flux.range(0, 20)
                .flatMap(i -> store().keep(i % 2 == 0 ? events : events.reversed()), 20)
                .flatMapIterable(kept -> kept)
                .collectList());

        assertThat(answers).hasSize(1000);
        assertThat(answers.stream().filter(kept -> kept == Kept.NEW)).hasSize(50);
    }

    @Test
    default void takeWhenMoreIsDueThanTheLimitThenNoMoreThanTheLimitIsTaken() {
        keepMany(10);

        assertThat(take("one", 4)).hasSize(4);
        assertThat(take("two", 10)).hasSize(6);
    }

    @Test
    default void takeWhenManyTakeAtOnceThenNoEventIsTakenTwice() {
        keepMany(200);

        List<Long> taken = get(Flux.range(0, 20)
                .flatMap(i -> store().take("owner-" + i, 15, LEASE), 20)
                .flatMapIterable(events -> events)
                .map(TakenEvent::sequence)
                .collectList());

        assertThat(new HashSet<>(taken)).hasSameSizeAs(taken);
    }

    @Test
    default void takeWhenALeaseEndsThenAnotherTakesTheEventWithANewToken() {
        keepMany(1);
        TakenEvent first = take("one", 1).getFirst();

        clock().advance(LEASE.minusMillis(1));
        assertThat(take("two", 1)).isEmpty();
        clock().advance(Duration.ofMillis(1));

        TakenEvent second = take("two", 1).getFirst();
        assertThat(second.attempt()).isGreaterThan(first.attempt());
        assertThat(second.tries()).isEqualTo(2);
    }

    @Test
    default void markWhenAnotherTookTheEventThenTheLateMarkIsLost() {
        keepMany(1);
        TakenEvent first = take("one", 1).getFirst();
        clock().advance(LEASE);
        TakenEvent second = take("two", 1).getFirst();

        assertThat(mark(first, InboxState.DEAD, Duration.ZERO, "late")).isEmpty();
        assertThat(mark(second, InboxState.DONE, Duration.ZERO, "")).containsExactly(second.sequence());
        assertThat(mark(second, InboxState.DEAD, Duration.ZERO, "twice")).isEmpty();

        assertThat(only(InboxState.DONE).lastError()).isNull();
    }

    @Test
    default void markWhenDoneThenItIsNeverDueAgain() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.DONE, Duration.ZERO, "");
        clock().advance(Duration.ofDays(30));

        assertThat(take("one", 1)).isEmpty();
        assertThat(only(InboxState.DONE).nextAttemptAt()).isNull();
        assertThat(only(InboxState.DONE).finishedAt()).isNotNull();
    }

    @Test
    default void markWhenRetriedThenItIsDueAfterTheDelayAndItsErrorIsKept() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.RETRY, Duration.ofSeconds(5), "broken");

        assertThat(only(InboxState.RETRY).lastError()).isEqualTo("broken");
        clock().advance(Duration.ofMillis(4_999));
        assertThat(take("one", 1)).isEmpty();
        clock().advance(Duration.ofMillis(1));
        TakenEvent again = take("one", 1).getFirst();
        assertThat(again.tries()).isEqualTo(2);

        mark(again, InboxState.DONE, Duration.ZERO, "");
        assertThat(only(InboxState.DONE).lastError()).isEqualTo("broken");
    }

    @Test
    default void markWhenParkedThenTriesBeginAgainAndParkingsAreCounted() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.PARKED, Duration.ofSeconds(1), "not known yet");
        clock().advance(Duration.ofSeconds(1));

        TakenEvent again = take("one", 1).getFirst();
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.parkings()).isEqualTo(1);
    }

    @Test
    default void releaseWhenAWorkerStopsThenOnlyItsEventsAreDueAtOnceAndTheTryIsGivenBack() {
        keepMany(2);
        take("one", 1);
        take("two", 1);

        assertThat(get(store().release("one"))).isEqualTo(1);

        assertThat(take("three", 10)).singleElement().satisfies(taken -> assertThat(taken.tries()).isEqualTo(1));
    }

    @Test
    default void replayWhenDeadThenItIsReadyWithAllItsTries() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.DEAD, Duration.ZERO, "broken");
        int attempts = only(InboxState.DEAD).attempts();

        assertThat(replay("evt_0")).isEqualTo(new ReplayOutcome.Replayed());

        assertThat(only(InboxState.READY).lastError()).isEqualTo("broken");
        TakenEvent again = take("one", 1).getFirst();
        assertThat(again.tries()).isEqualTo(1);
        assertThat(again.attempt()).isGreaterThan(attempts);
    }

    @Test
    default void replayWhenNotUnderstoodThenItIsReady() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.NOT_UNDERSTOOD, Duration.ZERO, "UNKNOWN_TYPE: x");

        assertThat(replay("evt_0")).isEqualTo(new ReplayOutcome.Replayed());
        assertThat(take("one", 1)).hasSize(1);
    }

    @Test
    default void replayWhenDoneOrOpenOrUnknownThenNothingChanges() {
        keepMany(1);
        assertThat(replay("evt_0")).isEqualTo(new ReplayOutcome.NotReplayable(InboxState.READY));
        mark(take("one", 1).getFirst(), InboxState.DONE, Duration.ZERO, "");

        assertThat(replay("evt_0")).isEqualTo(new ReplayOutcome.NotReplayable(InboxState.DONE));
        assertThat(replay("evt_9")).isEqualTo(new ReplayOutcome.NotKept());
        assertThat(take("one", 1)).isEmpty();
    }

    @Test
    default void purgeWhenBodiesAreOldThenOnlyThoseOfDoneEventsGoAndDuplicatesAreStillKnown() {
        keepMany(5);
        List<TakenEvent> taken = take("one", 5);
        taken.subList(0, 3).forEach(event -> mark(event, InboxState.DONE, Duration.ZERO, ""));
        mark(taken.get(3), InboxState.DEAD, Duration.ZERO, "broken");
        clock().advance(Duration.ofDays(1));

        assertThat(get(store().purge(clock().instant().minus(Duration.ofDays(2)), 10))).isZero();
        assertThat(get(store().purge(clock().instant(), 2))).isEqualTo(2);
        assertThat(get(store().purge(clock().instant(), 2))).isEqualTo(1);
        assertThat(get(store().purge(clock().instant(), 2))).isZero();
        assertThat(get(store().keep(List.of(event(taken.getFirst().eventId()))))).containsExactly(Kept.DUPLICATE);
    }

    @Test
    default void listWhenMoreThanTheLimitThenTheNewestComeFirst() {
        IntStream.range(0, 3).forEach(i -> get(store().keep(List.of(event("evt_" + i)))));

        assertThat(get(store().list(InboxState.READY, 2).map(InboxEntry::eventId).collectList()))
                .containsExactly("evt_2", "evt_1");
    }

    @Test
    default void listWhenAPageEndsThenTheNextBeginsThere() {
        keepMany(5);
        List<InboxEntry> newest = get(store().list(InboxState.READY, 2).collectList());

        assertThat(get(store().list(InboxState.READY, newest.getLast().sequence(), 10)
                .map(InboxEntry::sequence)
                .collectList())).hasSize(3).allSatisfy(
                        sequence -> assertThat(sequence).isLessThan(newest.getLast().sequence()));
    }

    @Test
    default void findWhenReplayedThenItsBodyAndWhoDidItAndWhyAreThere() {
        keepMany(1);
        mark(take("one", 1).getFirst(), InboxState.DEAD, Duration.ZERO, "broken");
        replay("evt_0");
        replay("evt_0");

        InboxFile file = get(store().find(GATEWAY, "evt_0"));

        assertThat(file.body()).isEqualTo("body of evt_0");
        assertThat(file.replays()).containsExactly(
                new InboxFile.Replay("ada", "mended", InboxState.DEAD, "broken", clock().instant()));
        assertThat(store().find(GATEWAY, "evt_9").block(WAIT)).isNull();
    }

    @Test
    default void notUnderstoodWhenAskedThenCountedByReason() {
        keepMany(3);
        List<TakenEvent> taken = take("one", 3);
        mark(taken.get(0), InboxState.NOT_UNDERSTOOD, Duration.ZERO, "UNKNOWN_TYPE: a.b");
        mark(taken.get(1), InboxState.NOT_UNDERSTOOD, Duration.ZERO, "UNKNOWN_TYPE: c");
        mark(taken.get(2), InboxState.NOT_UNDERSTOOD, Duration.ZERO, "NEWER_API_VERSION: 2027-01-01");

        assertThat(get(store().notUnderstood())).containsExactlyInAnyOrderEntriesOf(
                Map.of(Translation.Reason.UNKNOWN_TYPE, 2L, Translation.Reason.NEWER_API_VERSION, 1L));
    }

    @Test
    default void countsWhenAskedThenEachStateButDoneIsCounted() {
        keepMany(4);
        List<TakenEvent> taken = take("one", 3);
        mark(taken.get(0), InboxState.DONE, Duration.ZERO, "");
        mark(taken.get(1), InboxState.DEAD, Duration.ZERO, "broken");
        mark(taken.get(2), InboxState.PARKED, Duration.ofHours(1), "not known yet");

        assertThat(get(store().counts()))
                .containsEntry(InboxState.READY, 1L)
                .containsEntry(InboxState.DEAD, 1L)
                .containsEntry(InboxState.PARKED, 1L)
                .containsEntry(InboxState.RETRY, 0L)
                .doesNotContainKey(InboxState.DONE);
    }

    private void keepMany(int count) {
        get(store().keep(IntStream.range(0, count).mapToObj(i -> event("evt_" + i)).toList()));
    }

    private List<TakenEvent> take(String owner, int limit) {
        return get(store().take(owner, limit, LEASE));
    }

    private Set<Long> mark(TakenEvent event, InboxState state, Duration delay, String error) {
        return get(store().mark(List.of(new Mark(event.sequence(), event.attempt(), state, delay, error))));
    }

    private ReplayOutcome replay(String eventId) {
        return get(store().replay(GATEWAY, eventId, "ada", "mended"));
    }

    private InboxEntry only(InboxState state) {
        return get(store().list(state, 2).single());
    }

    private static <T> T get(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(WAIT));
    }
}
