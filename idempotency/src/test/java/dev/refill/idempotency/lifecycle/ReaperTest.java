package dev.refill.idempotency.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import dev.refill.idempotency.Answer;
import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.ClaimOutcome;
import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.Fingerprint;
import dev.refill.idempotency.HeldClaim;
import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

class ReaperTest {

    private final TestClock clock = new TestClock();

    @Test
    void turnWhenBatchesAreFullThenGoesOnUntilOneIsNot() {
        var store = new Batches(1000, 1000, 7, 1000);
        reaper(store).turn().as(StepVerifier::create).expectNext(2007L).verifyComplete();
        assertThat(store.windows).hasSize(3).containsOnly(clock.instant().minus(Duration.ofDays(31)));
    }

    @Test
    void turnWhenBacklogNeverEndsThenStopsAfterABound() {
        var store = new Batches();
        reaper(store).turn().as(StepVerifier::create).expectNext(100_000L).verifyComplete();
    }

    @Test
    void startWhenATurnFailsThenTheNextTriesAgainAndStopEndsIt() {
        VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
        try {
            var store = new Batches(-1, 5, 5, 5);
            Reaper reaper = reaper(store);
            reaper.start();
            time.advanceTimeBy(Duration.ofMinutes(2));
            assertThat(store.windows).hasSize(2);
            reaper.stop();
            time.advanceTimeBy(Duration.ofMinutes(5));
            assertThat(store.windows).hasSize(2);
            assertThat(reaper.isRunning()).isFalse();
        } finally {
            VirtualTimeScheduler.reset();
        }
    }

    private Reaper reaper(ClaimStore store) {
        return new Reaper(store, clock, TestSettings.defaults());
    }

    /** Deletes as told, then full batches for ever; a negative number is a failure. */
    private static final class Batches implements ClaimStore {

        private final Iterator<Integer> deleted;
        private final List<Instant> windows = new ArrayList<>();

        Batches(Integer... deleted) {
            this.deleted = List.of(deleted).iterator();
        }

        @Override
        public Mono<Long> reap(Instant createdBefore, int atMost) {
            windows.add(createdBefore);
            long batch = deleted.hasNext() ? deleted.next() : atMost;
            return batch < 0 ? Mono.error(new IllegalStateException("connection lost")) : Mono.just(batch);
        }

        @Override
        public Mono<ClaimOutcome> claim(ClaimKey key, Fingerprint fingerprint) {
            return unexpected();
        }

        @Override
        public Mono<Boolean> complete(HeldClaim claim, Answer answer) {
            return unexpected();
        }

        @Override
        public Mono<Void> release(HeldClaim claim) {
            return unexpected();
        }

        @Override
        public Mono<Void> lapse(HeldClaim claim) {
            return unexpected();
        }

        private static <T> Mono<T> unexpected() {
            return Mono.error(() -> new AssertionError("the reaper only reaps"));
        }
    }
}
