package dev.refill.webhooks.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

import dev.refill.gateway.GatewayId;
import dev.refill.testsupport.TestDatabase;
import dev.refill.webhooks.FakeHandler;
import dev.refill.webhooks.Handling;
import dev.refill.webhooks.Inbox;
import dev.refill.webhooks.InboxInvariants;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.ReplayOutcome;
import dev.refill.webhooks.TestProperties;
import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.store.InboxStore;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.R2dbcInboxStore;
import dev.refill.webhooks.store.ReceivedEvent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class InboxProcessorIT {

    private static final Duration WAIT = Duration.ofMinutes(2);
    private static final GatewayId GATEWAY = new GatewayId("fake");

    private final TestDatabase database = TestDatabase.with("webhooks");
    private final FakeHandler handler = new FakeHandler();
    private final WebhooksProperties properties = TestProperties.with(Map.of(
            "refill.webhooks.poll-every", "50ms", "refill.webhooks.max-attempts", "2", "refill.webhooks.drain", "5s"));

    @AfterEach
    void theInvariantsHold() {
        new InboxInvariants(database.client()).check();
        database.close();
    }

    @Test
    void twoProcessorsWhenEventsComeManyTimesThenEachIsHandledOnceAndPoisonStopsNoOther() throws Exception {
        int events = 5_000;
        Clock clock = Clock.systemUTC();
        handler.behave(key -> key.endsWith("99") ? Mono.error(new IllegalStateException("poison")) : done());
        Node one = new Node("one", clock);
        Node two = new Node("two", clock);

        // Every event comes three times, to either node, in an order of its own.
        Long fresh = Flux.range(0, events * 3)
                .flatMap(i -> (ThreadLocalRandom.current().nextBoolean() ? one : two)
                        .keep("evt_" + (i * 7919L % events)), 128)
                .filter(kept -> kept == Kept.NEW)
                .count()
                .block(WAIT);
        until(one.store, InboxState.DEAD, events / 100);
        until(one.store, InboxState.READY, 0);

        assertThat(fresh).isEqualTo(events);
        assertThat(handler.calls()).hasSize(events);
        assertThat(handler.calls()).allSatisfy((key, calls) -> assertThat(calls.get())
                .isEqualTo(key.endsWith("99") ? 2 : 1));
        one.stop();
        two.stop();
    }

    @Test
    void processorWhenKilledHoldingALeaseThenAnotherTakesOverAfterTheLease() throws Exception {
        MovableClock clock = new MovableClock();
        Sinks.Empty<Void> begun = Sinks.empty();
        handler.behave(key -> Mono.<Handling>never().doOnSubscribe(subscription -> begun.tryEmitEmpty()));
        InboxStore store = new R2dbcInboxStore(database.client(), clock);
        store.keep(List.of(event("evt_1"))).block(WAIT);
        Disposable killed = TestWorkers.worker("killed", store, handler, new Bell(), clock, new SimpleMeterRegistry(),
                properties).work(Mono.never()).subscribe();
        begun.asMono().block(WAIT);
        killed.dispose();

        handler.behave(key -> done());
        Node other = new Node("other", clock);
        assertThat(store.take("probe", 1, Duration.ofSeconds(1)).block(WAIT)).isEmpty();
        assertThat(handler.calls("evt_1")).isOne();
        clock.advance(properties.lease());
        until(store, InboxState.READY, 0);

        assertThat(handler.calls("evt_1")).isEqualTo(2);
        assertThat(Objects.requireNonNull(store.list(InboxState.DONE, 1).single().block(WAIT)).attempts()).isEqualTo(2);
        other.stop();
    }

    @Test
    void replayWhenDeadLettersAreMendedThenTheyAreDone() throws Exception {
        handler.behave(key -> Mono.error(new IllegalStateException("broken")));
        Node node = new Node("one", Clock.systemUTC());
        node.keep("evt_1").block(WAIT);
        until(node.store, InboxState.DEAD, 1);

        handler.behave(key -> done());
        assertThat(node.inbox.replay(GATEWAY, "evt_1", "ada", "mended").block(WAIT))
                .isEqualTo(new ReplayOutcome.Replayed());
        until(node.store, InboxState.DEAD, 0);
        until(node.store, InboxState.READY, 0);

        assertThat(Objects.requireNonNull(node.inbox.list(InboxState.DONE, 1).single().block(WAIT)).lastError())
                .isEqualTo("IllegalStateException: broken");
        node.stop();
    }

    @Test
    void stopWhenAHandlerHangsThenItEndsWithinTheDrainAndGivesTheEventBack() throws Exception {
        Sinks.Empty<Void> begun = Sinks.empty();
        handler.behave(key -> Mono.<Handling>never().doOnSubscribe(subscription -> begun.tryEmitEmpty()));
        Node node = new Node("one", Clock.systemUTC());
        node.keep("evt_1").block(WAIT);
        begun.asMono().block(WAIT);

        node.stop();

        assertThat(node.store.take("next", 1, Duration.ofSeconds(30)).block(WAIT)).singleElement()
                .satisfies(event -> assertThat(event.tries()).isOne());
    }

    private static Mono<Handling> done() {
        return Mono.just(new Handling.Done());
    }

    private static ReceivedEvent event(String id) {
        return new ReceivedEvent(GATEWAY, id, "paid", (id + " paid").getBytes(UTF_8));
    }

    private static void until(Inbox inbox, InboxState state, long count) {
        inbox.counts()
                .filter(counts -> Objects.equals(counts.get(state), count))
                .switchIfEmpty(Mono.error(() -> new AssertionError(state + " never came to " + count)))
                .retryWhen(Retry.fixedDelay(600, Duration.ofMillis(100)))
                .block(WAIT);
    }

    /** One node of several on the same database. */
    private final class Node {

        final InboxStore store;
        final Inbox inbox;
        final InboxWriter writer;
        final InboxProcessor processor;

        Node(String owner, Clock clock) {
            Bell bell = new Bell();
            store = new R2dbcInboxStore(database.client(), clock);
            inbox = new WakingInbox(store, bell);
            writer = new InboxWriter(store, bell, properties);
            processor = new InboxProcessor(TestWorkers.worker(owner, store, handler, bell, clock,
                    new SimpleMeterRegistry(), properties), properties.drain());
            writer.start();
            processor.start();
        }

        Mono<Kept> keep(String id) {
            return writer.keep(event(id));
        }

        void stop() throws InterruptedException {
            CountDownLatch stopped = new CountDownLatch(1);
            processor.stop(stopped::countDown);
            assertThat(stopped.await(10, TimeUnit.SECONDS)).as("stopped in time").isTrue();
            writer.stop();
        }
    }
}
