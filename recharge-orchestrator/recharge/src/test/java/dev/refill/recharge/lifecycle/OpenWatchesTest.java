package dev.refill.recharge.lifecycle;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

import dev.refill.recharge.Recharge;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.WatchRefused;
import dev.refill.recharge.order.TestOrders;

import static org.assertj.core.api.Assertions.assertThat;

class OpenWatchesTest {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Sighting STILL_WATCHING = new Sighting.StillWatching();
    private static final Recharge RESTING = TestOrders.onHostedPage(RechargeState.REQUIRES_ACTION).recharge();
    private static final Recharge CREDITED = TestOrders.onHostedPage(RechargeState.CREDITED).recharge();

    private final OpenWatches watches = new OpenWatches(2, LONGEST, HEARTBEAT);
    private final TestPublisher<Boolean> hints = TestPublisher.create();

    @Test
    void watchWhenNothingChangesThenOneSightingAndSignsOfLifeUntilItsLongestLife() {
        StepVerifier.withVirtualTime(this::watchOfARestingOrder)
                .expectNext(new Sighting.Seen(RESTING))
                .expectNoEvent(HEARTBEAT.minusMillis(1))
                .thenAwait(Duration.ofMillis(1))
                .expectNext(STILL_WATCHING)
                .thenAwait(LONGEST.minus(HEARTBEAT).minusMillis(1))
                .expectNextCount(LONGEST.dividedBy(HEARTBEAT) - 2)
                .thenAwait(Duration.ofMillis(1))
                .thenConsumeWhile(STILL_WATCHING::equals)
                .verifyComplete();
        assertThat(watches.open()).isZero();
    }

    @Test
    void watchWhenOrderIsTerminalThenCompletesWithoutWaitingForASignOfLife() {
        watches.watch(hints.flux(), Mono.just(CREDITED))
                .as(StepVerifier::create)
                .then(() -> hints.next(true))
                .expectNext(new Sighting.Seen(CREDITED))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        hints.assertCancelled();
        assertThat(watches.open()).isZero();
    }

    @Test
    void watchWhenThereIsNoSuchOrderThenEmpty() {
        watches.watch(hints.flux(), Mono.empty())
                .as(StepVerifier::create)
                .then(() -> hints.next(true))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void watchWhenALookFailsThenFailsAndGivesItsPlaceBack() {
        watches.watch(hints.flux(), Mono.error(new IllegalStateException("broken")))
                .as(StepVerifier::create)
                .then(() -> hints.next(true))
                .expectErrorMessage("broken")
                .verify(Duration.ofSeconds(10));
        assertThat(watches.open()).isZero();
    }

    @Test
    void watchWhenReaderAsksForNothingThenSignsOfLifeAreNotPiledUp() {
        StepVerifier.withVirtualTime(this::watchOfARestingOrder, 1)
                .expectNext(new Sighting.Seen(RESTING))
                .thenAwait(HEARTBEAT.multipliedBy(20))
                .thenRequest(100)
                .expectNext(STILL_WATCHING)
                .expectNoEvent(HEARTBEAT.minusMillis(1))
                .thenCancel()
                .verify();
    }

    @Test
    void watchWhenTooManyAreOpenThenRefusedUntilOneHangsUp() {
        var first = watchOfARestingOrder().subscribe();
        var second = watchOfARestingOrder().subscribe();
        PublisherProbe<Recharge> look = PublisherProbe.of(Mono.just(RESTING));
        watches.watch(Flux.just(true), look.mono()).as(StepVerifier::create).verifyError(WatchRefused.class);
        look.assertWasNotSubscribed();
        assertThat(watches.open()).isEqualTo(2);
        first.dispose();
        assertThat(watches.open()).isEqualTo(1);
        watchOfARestingOrder().as(StepVerifier::create).expectNextCount(1).thenCancel().verify();
        second.dispose();
        assertThat(watches.open()).isZero();
    }

    @Test
    void stopEndsEveryWatchAndTakesNoMoreUntilStartedAgain() {
        watches.start();
        watchOfARestingOrder().as(StepVerifier::create)
                .expectNextCount(1)
                .then(watches::stop)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        assertThat(watches.isRunning()).isFalse();
        watchOfARestingOrder().as(StepVerifier::create).verifyError(WatchRefused.class);
        watches.start();
        watchOfARestingOrder().as(StepVerifier::create).expectNextCount(1).thenCancel().verify();
    }

    @Test
    void stopWhenALookIsUnderWayThenItIsFinishedAndNotCancelled() {
        watches.start();
        Sinks.One<Recharge> answer = Sinks.one();
        PublisherProbe<Recharge> look = PublisherProbe.of(answer.asMono());
        watches.watch(hints.flux(), look.mono())
                .as(StepVerifier::create)
                .then(() -> hints.next(true))
                .then(watches::stop)
                .then(() -> answer.tryEmitValue(RESTING))
                .expectNext(new Sighting.Seen(RESTING))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        look.assertWasNotCancelled();
    }

    @Test
    void stopComesBeforeTheWebServerWaitsForItsAnswers() {
        assertThat(watches.getPhase())
                .isGreaterThan(new WebServerGracefulShutdownLifecycle(new NoWebServer()).getPhase());
    }

    private record NoWebServer() implements WebServer {

        @Override
        public void start() {}

        @Override
        public void stop() {}

        @Override
        public int getPort() {
            return 0;
        }
    }

    private Flux<Sighting> watchOfARestingOrder() {
        return watches.watch(Flux.concat(Mono.just(true), Flux.never()), Mono.just(RESTING));
    }
}
