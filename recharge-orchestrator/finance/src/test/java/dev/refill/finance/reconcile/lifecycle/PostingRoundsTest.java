package dev.refill.finance.reconcile.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.breaks.Break;
import dev.refill.finance.reconcile.breaks.BreakEvent;
import dev.refill.finance.reconcile.breaks.BreakQuery;
import dev.refill.finance.reconcile.breaks.Breaks;
import dev.refill.finance.reconcile.breaks.DecisionOutcome;

import static org.assertj.core.api.Assertions.assertThat;

class PostingRoundsTest {

    private final Failing breaks = new Failing();
    private final PostingRounds rounds = new PostingRounds(breaks, Duration.ZERO, Duration.ofMillis(1));

    @Test
    void startWhenARoundFailsThenThereIsAnotherUntilStopped() {
        rounds.start();
        rounds.start();
        assertThat(rounds.isRunning()).isTrue();
        Mono.fromSupplier(breaks.asked::get)
                .filter(asked -> asked >= 3)
                .repeatWhenEmpty(1_000, again -> again.delayElements(Duration.ofMillis(5)))
                .block(Duration.ofSeconds(10));

        rounds.stop();

        assertThat(rounds.isRunning()).isFalse();
    }

    private static final class Failing implements Breaks {

        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Mono<Long> postDecided() {
            return asked.incrementAndGet() % 2 == 0
                    ? Mono.just(1L)
                    : Mono.error(new IllegalStateException("no connection"));
        }

        @Override
        public Mono<Break> find(BreakId id) {
            throw new UnsupportedOperationException("find");
        }

        @Override
        public Flux<Break> list(BreakQuery query) {
            throw new UnsupportedOperationException("list");
        }

        @Override
        public Flux<BreakEvent> history(BreakId id, int after, int most) {
            throw new UnsupportedOperationException("history");
        }

        @Override
        public Mono<DecisionOutcome> assign(BreakId id, int version, @Nullable String owner, String person) {
            throw new UnsupportedOperationException("assign");
        }

        @Override
        public Mono<DecisionOutcome> resolve(BreakId id, int version, boolean posts, String person, String reason) {
            throw new UnsupportedOperationException("resolve");
        }

        @Override
        public Mono<DecisionOutcome> answer(BreakId id, int version, boolean agrees, String person, String reason) {
            throw new UnsupportedOperationException("answer");
        }
    }
}
