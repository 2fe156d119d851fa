package dev.refill.webhooks.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.InboxEntry;
import dev.refill.webhooks.InboxState;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.SweepProperties;
import dev.refill.webhooks.TestProperties;
import dev.refill.webhooks.ingress.Intake;
import dev.refill.webhooks.store.CursorHold;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.MemoryCursorStore;
import dev.refill.webhooks.store.MemoryInboxStore;
import dev.refill.webhooks.store.ReceivedEvent;
import dev.refill.webhooks.store.TestEvents;
import dev.refill.webhooks.sweep.SweepOutcome.Complete;
import dev.refill.webhooks.sweep.SweepOutcome.Interrupted;
import dev.refill.webhooks.sweep.SweepOutcome.Superseded;
import dev.refill.webhooks.sweep.SweepOutcome.TakenElsewhere;

import static dev.refill.webhooks.store.TestEvents.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

class FeedSweepTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final MovableClock clock = new MovableClock();
    private final MemoryInboxStore inbox = new MemoryInboxStore(clock);
    private final MemoryCursorStore cursors = new MemoryCursorStore(clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeFeed feed = new FakeFeed();
    private final SweepProperties properties = TestProperties.sweepWith(Map.of());
    private final Instant start = clock.instant();

    @Test
    void runWhenNothingCameForThreeDaysThenTheGapIsClosed() {
        assertThat(sweep()).isEqualTo(new Complete(0));
        for (int hour = 1; hour <= 72; hour++) {
            feed.happened("evt_" + hour, "paid", start.plus(Duration.ofHours(hour)));
        }
        clock.advance(Duration.ofDays(3).plusHours(1));

        assertThat(sweep()).isEqualTo(new Complete(72));

        assertThat(kept()).hasSize(72).contains("evt_1", "evt_72");
        assertThat(cursors.reached(GATEWAY)).isEqualTo(clock.instant().minus(properties.delay()));
        assertThat(counted(Swept.NEW)).isEqualTo(72);
    }

    @Test
    void runWhenNeverRunBeforeThenItLooksBackAsFarAsTold() {
        feed.happened("evt_old", "paid",
                start.minus(properties.lookBack()).minus(properties.overlap()).minusSeconds(1));
        feed.happened("evt_1", "paid", start.minus(properties.lookBack()));

        assertThat(sweep()).isEqualTo(new Complete(1));
        assertThat(kept()).containsExactly("evt_1");
    }

    @Test
    void runWhenWindowsOverlapThenNoDuplicatesAndWhatWasListedLateIsFound() {
        feed.happened("evt_1", "paid", start.minus(Duration.ofMinutes(2)));
        assertThat(sweep()).isEqualTo(new Complete(1));
        feed.happened("evt_late", "paid", start.minus(Duration.ofMinutes(4)));

        assertThat(sweep()).isEqualTo(new Complete(1));

        assertThat(kept()).containsExactlyInAnyOrder("evt_1", "evt_late");
        assertThat(counted(Swept.KNOWN)).isOne();
    }

    @Test
    void runWhenAWebhookBroughtItThenNothingChanges() {
        inbox.keep(List.of(TestEvents.event("evt_1"))).block(WAIT);
        List<InboxEntry> before = entries();
        feed.happened("evt_1", "paid", start.minus(Duration.ofMinutes(10)));

        assertThat(sweep()).isEqualTo(new Complete(0));
        assertThat(entries()).isEqualTo(before);
    }

    @Test
    void runWhenItHappenedJustNowThenItsWebhookIsGivenTime() {
        feed.happened("evt_1", "paid", start.minus(Duration.ofSeconds(59)));
        assertThat(sweep()).isEqualTo(new Complete(0));

        clock.advance(Duration.ofMinutes(1));
        assertThat(sweep()).isEqualTo(new Complete(1));
    }

    @Test
    void runWhenTheListHasWhatNoWebhookIsOrderedForThenOnlyWhatConcernsUsIsKept() {
        feed.happened("evt_1", "ignored", start.minusSeconds(600));
        feed.happened("evt_2", "newer", start.minusSeconds(500));
        feed.happened("evt_3", "unknown", start.minusSeconds(400));
        feed.happened("evt_4", "overflows", start.minusSeconds(300));
        feed.happened("evt\u0000", "paid", start.minusSeconds(200));
        feed.happened("evt_6", "paid", start.minusSeconds(100));

        assertThat(sweep()).isEqualTo(new Complete(3));

        assertThat(kept()).containsExactlyInAnyOrder("evt_3", "evt_4", "evt_6");
        assertThat(counted(Swept.NO_CONCERN)).isOne();
        assertThat(counted(Swept.OTHER_RELEASE)).isOne();
        assertThat(counted(Swept.UNFIT)).isOne();
    }

    @Test
    void runWhenTheListBreaksInTheMiddleThenTheCursorStaysAtWhatIsKept() {
        seven();
        feed.breaksFrom(at(4));

        assertThat(sweep()).isInstanceOfSatisfying(Interrupted.class, end -> assertThat(end.found()).isEqualTo(3));
        assertThat(kept()).hasSize(3);
        assertThat(cursors.reached(GATEWAY)).isEqualTo(at(4));

        feed.heals();
        assertThat(sweep()).isEqualTo(new Complete(4));
        assertThat(kept()).hasSize(7);
    }

    @Test
    void runWhenAnEventIsNotKeptThenTheCursorDoesNotPassIt() {
        seven();
        Intake broken = event -> event.eventId().equals("evt_5")
                ? Mono.error(new IllegalStateException("full"))
                : keep(event);

        StepVerifier.withVirtualTime(() -> node("one", broken).run())
                .thenAwait(Duration.ofMinutes(10))
                .expectNextMatches(Interrupted.class::isInstance)
                .expectComplete()
                .verify(WAIT);

        assertThat(cursors.reached(GATEWAY)).isEqualTo(at(4));
        assertThat(sweep()).isInstanceOf(Complete.class);
        assertThat(kept()).hasSize(7);
    }

    @Test
    void runWhenTheIntakeIsFullThenItWaitsAndNothingIsLost() {
        seven();
        AtomicInteger tries = new AtomicInteger();
        Intake full = event -> Mono.defer(() -> tries.incrementAndGet() <= 15
                ? Mono.error(new IllegalStateException("full"))
                : keep(event));

        StepVerifier.withVirtualTime(() -> node("one", full).run())
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(50))
                .thenAwait(Duration.ofMinutes(1))
                .expectNext(new Complete(7))
                .expectComplete()
                .verify(WAIT);
        assertThat(kept()).hasSize(7);
    }

    @Test
    void runWhenThePageNeverComesThenItEndsWithTheLease() {
        FedGateway silent = new FedGateway(GATEWAY, position -> Mono.never(), new FakeTranslator());

        StepVerifier.withVirtualTime(() -> node("one", silent, this::keep).run())
                .expectSubscription()
                .thenAwait(properties.lease())
                .expectNextMatches(Interrupted.class::isInstance)
                .expectComplete()
                .verify(WAIT);
    }

    @Test
    void runWhenAnotherNodeSweepsThenItReadsNothing() {
        seven();
        AtomicReference<@Nullable SweepOutcome> other = new AtomicReference<>();
        feed.duringTheSecondPage(() -> other.set(node("two", this::keep).run().block(WAIT)));

        assertThat(sweep()).isEqualTo(new Complete(7));
        assertThat(other.get()).isEqualTo(new TakenElsewhere());
        assertThat(feed.reads()).hasSize(3);
    }

    @Test
    void runWhenTheOtherNodeDiedThenItsCursorIsTakenOverAfterTheLease() {
        seven();
        CursorHold dead = Objects.requireNonNull(
                cursors.take(GATEWAY, "dead", start.minus(Duration.ofHours(1)), properties.lease()).block(WAIT));
        assertThat(dead).isInstanceOf(CursorHold.Ours.class);
        assertThat(sweep()).isEqualTo(new TakenElsewhere());

        clock.advance(properties.lease());
        assertThat(sweep()).isEqualTo(new Complete(7));
    }

    @Test
    void runWhenItComesBackAfterItsLeaseThenItEndsAndTheCursorStaysWhereTheOtherLeftIt() {
        seven();
        AtomicReference<@Nullable SweepOutcome> other = new AtomicReference<>();
        feed.duringTheSecondPage(() -> {
            clock.advance(properties.lease());
            other.set(node("two", this::keep).run().block(WAIT));
        });

        assertThat(sweep()).isEqualTo(new Superseded(3));

        assertThat(other.get()).isEqualTo(new Complete(4));
        assertThat(cursors.reached(GATEWAY)).isEqualTo(clock.instant().minus(properties.delay()));
        assertThat(kept()).hasSize(7);
    }

    private void seven() {
        for (int i = 1; i <= 7; i++) {
            feed.happened("evt_" + i, "paid", at(i));
        }
    }

    private Instant at(int event) {
        return start.minus(Duration.ofMinutes(30 - event));
    }

    private SweepOutcome sweep() {
        return Objects.requireNonNull(node("one", this::keep).run().block(WAIT));
    }

    private FeedSweep node(String owner, Intake intake) {
        return node(owner, new FedGateway(GATEWAY, feed, new FakeTranslator()), intake);
    }

    private FeedSweep node(String owner, FedGateway gateway, Intake intake) {
        return new FeedSweep(owner, gateway, new FedIntake(gateway, intake, new SweepMetrics(meters, clock)), cursors,
                clock, properties);
    }

    private Mono<Kept> keep(ReceivedEvent event) {
        return inbox.keep(List.of(event)).map(List::getFirst);
    }

    private List<InboxEntry> entries() {
        return Objects.requireNonNull(inbox.list(InboxState.READY, 1000).collectList().block(WAIT));
    }

    private List<String> kept() {
        return entries().stream().map(InboxEntry::eventId).toList();
    }

    private double counted(Swept result) {
        return meters.counter("refill.webhooks.swept", "gateway", GATEWAY.value(), "result", result.word()).count();
    }
}
