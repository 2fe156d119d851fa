package dev.refill.webhooks.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.refill.gateway.EventFeed;
import dev.refill.gateway.Unknown;
import dev.refill.webhooks.FakeTranslator;
import dev.refill.webhooks.MovableClock;
import dev.refill.webhooks.SweepProperties;
import dev.refill.webhooks.TestProperties;
import dev.refill.webhooks.store.Kept;
import dev.refill.webhooks.store.MemoryCursorStore;
import dev.refill.webhooks.sweep.FakeFeed;
import dev.refill.webhooks.sweep.FedGateway;
import dev.refill.webhooks.sweep.FedIntake;
import dev.refill.webhooks.sweep.FeedSweep;
import dev.refill.webhooks.sweep.SweepMetrics;

import static dev.refill.webhooks.store.TestEvents.GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

class FeedSweeperTest {

    private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    private final MovableClock clock = new MovableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SweepMetrics metrics = new SweepMetrics(meters, clock);
    private final SweepProperties properties = TestProperties.sweepWith(Map.of());
    private final FakeFeed feed = new FakeFeed();

    @AfterEach
    void realTime() {
        VirtualTimeScheduler.reset();
    }

    @Test
    void startThenItSweepsSoonAndAgainAndAgainUntilStopped() {
        FeedSweeper sweeper = sweeper(feed);
        sweeper.start();
        advance(Duration.ofSeconds(9));
        assertThat(feed.reads()).isEmpty();
        advance(Duration.ofSeconds(1));
        assertThat(feed.reads()).hasSize(1);
        advance(Duration.ofMinutes(15));
        assertThat(feed.reads()).hasSize(4);

        sweeper.stop();
        advance(Duration.ofHours(1));
        assertThat(feed.reads()).hasSize(4);
        assertThat(sweeper.isRunning()).isFalse();
    }

    @Test
    void ageIsThatOfTheLastCompleteSweep() {
        FeedSweeper sweeper = sweeper(feed);
        sweeper.start();
        advance(Duration.ofSeconds(10));
        advance(Duration.ofMinutes(4));
        assertThat(age()).isEqualTo(Duration.ofMinutes(4));
        sweeper.stop();

        FeedSweeper broken = sweeper(position -> Mono.just(new Unknown("no answer")));
        broken.start();
        advance(Duration.ofDays(3));
        assertThat(age()).isEqualTo(Duration.ofDays(3));
        broken.stop();
    }

    @Test
    void sweepWhenThePageHangsThenTheTicksMeanwhileAreLeftOutAndStopEndsIt() {
        FeedSweeper sweeper = sweeper(position -> feed.read(position).then(Mono.never()));
        sweeper.start();
        advance(Duration.ofSeconds(10).plus(properties.lease()).minusSeconds(1));
        assertThat(feed.reads()).hasSize(1);
        sweeper.stop();
        advance(Duration.ofHours(1));
        assertThat(feed.reads()).hasSize(1);
    }

    private void advance(Duration by) {
        clock.advance(by);
        time.advanceTimeBy(by);
    }

    private Duration age() {
        return Duration.ofSeconds((long) meters.get("refill.webhooks.sweep.age").timeGauge().value());
    }

    private FeedSweeper sweeper(EventFeed list) {
        FedGateway gateway = new FedGateway(GATEWAY, list, new FakeTranslator());
        FedIntake intake = new FedIntake(gateway, event -> Mono.just(Kept.NEW), metrics);
        return new FeedSweeper(List.of(new FeedSweep("one", gateway, intake, new MemoryCursorStore(clock), clock,
                properties)), metrics, properties.every());
    }
}
