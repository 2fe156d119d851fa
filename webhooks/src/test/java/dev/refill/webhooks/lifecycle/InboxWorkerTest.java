package dev.refill.webhooks.lifecycle;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.FakeHandler;
import dev.refill.webhooks.Handling;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.TestProperties;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.store.Mark;
import dev.refill.webhooks.store.MemoryInboxStore;
import dev.refill.webhooks.store.ReceivedEvent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class InboxWorkerTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final GatewayId GATEWAY = new GatewayId("fake");

    private final MovableClock clock = new MovableClock();
    private final MemoryInboxStore store = new MemoryInboxStore(clock);
    private final FakeHandler handler = new FakeHandler();
    private final Bell bell = new Bell();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final WebhooksProperties properties = TestProperties.with(Map.of(
            "refill.webhooks.poll-every", "20ms", "refill.webhooks.batch", "4", "refill.webhooks.concurrency", "2",
            "refill.webhooks.handle-timeout", "1s", "refill.webhooks.lease", "30s"));
    private final Sinks.Empty<Void> stop = Sinks.empty();

    @AfterEach
    void stop() {
        stop.tryEmitEmpty();
    }

    @Test
    void workWhenEventsAreDueThenEachIsDoneAndCounted() {
        keep("evt_1 paid", "evt_2 paid", "evt_3 paid", "evt_4 paid", "evt_5 paid");

        assertThat(work(5)).extracting(Mark::state).containsOnly(InboxState.DONE);

        assertThat(handler.calls()).hasSize(5);
        assertThat(meters.counter("refill.webhooks.processed", "gateway", "fake", "state", "done").count())
                .isEqualTo(5);
        assertThat(meters.timer("refill.webhooks.lag", "gateway", "fake").count()).isEqualTo(5);
    }

    @Test
    void workWhenAPoisonEventHangsForEverThenTheOthersFlow() {
        handler.behave(key -> "evt_1".equals(key) ? Mono.never() : Mono.just(new Handling.Done()));
        keep("evt_1 paid", "evt_2 paid", "evt_3 paid", "evt_4 paid", "evt_5 paid", "evt_6 paid", "evt_7 paid");

        assertThat(work(6)).extracting(Mark::state).containsOnly(InboxState.DONE);
    }

    @Test
    void workWhenTheHandlerFailsThenItIsTriedAgainWhenDueAndDeadInTheEnd() {
        handler.behave(key -> Mono.error(new IllegalStateException("broken")));
        keep("evt_1 paid");

        StepVerifier
                .create(worker().work(stop.asMono()).map(Mark::state)
                        .doOnNext(state -> clock.advance(Duration.ofHours(1))))
                .expectNextSequence(Collections.nCopies(11, InboxState.RETRY))
                .expectNext(InboxState.DEAD)
                .thenCancel()
                .verify(WAIT);
        assertThat(handler.calls("evt_1")).isEqualTo(12);
        assertThat(only(InboxState.DEAD).lastError()).isEqualTo("IllegalStateException: broken");
    }

    @Test
    void workWhenTheObjectIsNotKnownThenParkedUntilItIs() {
        AtomicInteger asked = new AtomicInteger();
        handler.behave(key -> Mono.just(
                asked.incrementAndGet() < 3 ? new Handling.ObjectNotKnownYet("pay_1") : new Handling.Done()));
        keep("evt_1 paid");

        StepVerifier
                .create(worker().work(stop.asMono()).map(Mark::state)
                        .doOnNext(state -> clock.advance(Duration.ofSeconds(5))))
                .expectNext(InboxState.PARKED, InboxState.PARKED, InboxState.DONE)
                .thenCancel()
                .verify(WAIT);
    }

    @Test
    void workWhenAnEventIsNotUnderstoodThenItWaitsAndIsCountedAndAReplayBringsItBack() {
        keep("evt_1 unknown");

        assertThat(work(1)).extracting(Mark::state).containsExactly(InboxState.NOT_UNDERSTOOD);
        assertThat(meters.counter("refill.webhooks.processed", "gateway", "fake", "state", "not_understood").count())
                .isOne();

        new WakingInbox(store, bell).replay(GATEWAY, "evt_1", "ada", "mended").block(WAIT);
        assertThat(work(1)).extracting(Mark::state).containsExactly(InboxState.NOT_UNDERSTOOD);
    }

    @Test
    void workWhenEveryTakingEndedWithoutAMarkThenDeadWithoutAnotherTry() {
        keep("evt_1 paid");
        for (int crash = 0; crash < 12; crash++) {
            store.take("crashed", 1, properties.lease()).block(WAIT);
            clock.advance(properties.lease());
        }

        assertThat(work(1)).extracting(Mark::state).containsExactly(InboxState.DEAD);
        assertThat(handler.calls()).isEmpty();
    }

    @Test
    void workWhenTheLeaseEndsDuringTheHandlingThenTheLateMarkIsLost() {
        handler.behave(key -> Mono.fromSupplier(() -> {
            clock.advance(properties.lease());
            store.take("other", 10, Duration.ofDays(1)).block();
            return new Handling.Done();
        }));
        keep("evt_1 paid");

        StepVerifier.create(worker().work(Mono.delay(Duration.ofMillis(200)).then()))
                .expectComplete()
                .verify(WAIT);
        assertThat(only(InboxState.READY).attempts()).isEqualTo(2);
    }

    @Test
    void workWhenTheBellRingsThenItDoesNotWaitForThePoll() {
        WebhooksProperties patient = TestProperties.with(Map.of("refill.webhooks.poll-every", "1h"));
        InboxWorker worker = TestWorkers.worker("one", store, handler, bell, clock, meters, patient);

        StepVerifier.create(worker.work(stop.asMono()))
                .then(() -> keep("evt_1 paid"))
                .then(bell::ring)
                .expectNextCount(1)
                .thenCancel()
                .verify(WAIT);
    }

    @Test
    void workWhenStoppedThenWhatIsBegunIsFinishedAndTheRestCanBeReleased() {
        Sinks.Empty<Handling> slow = Sinks.empty();
        handler.behave(key -> slow.asMono().defaultIfEmpty(new Handling.Done()));
        keep("evt_1 paid", "evt_2 paid", "evt_3 paid", "evt_4 paid");
        InboxWorker worker = worker();

        StepVerifier.create(worker.work(stop.asMono()))
                .then(stop::tryEmitEmpty)
                .then(slow::tryEmitEmpty)
                .expectNextCount(2)
                .expectComplete()
                .verify(WAIT);
        assertThat(worker.release().block(WAIT)).isEqualTo(2);
        assertThat(store.take("next", 10, properties.lease()).block(WAIT)).hasSize(2);
    }

    private InboxWorker worker() {
        return TestWorkers.worker("one", store, handler, bell, clock, meters, properties);
    }

    private List<Mark> work(int marks) {
        return Objects.requireNonNull(worker().work(stop.asMono()).take(marks).collectList().block(WAIT));
    }

    private void keep(String... bodies) {
        for (String body : bodies) {
            String[] idAndType = body.split(" ", -1);
            store.keep(List.of(new ReceivedEvent(GATEWAY, idAndType[0], idAndType[1], body.getBytes(UTF_8))))
                    .block(WAIT);
        }
    }

    private InboxEntry only(InboxState state) {
        return Objects.requireNonNull(store.list(state, 2).single().block(WAIT));
    }
}
