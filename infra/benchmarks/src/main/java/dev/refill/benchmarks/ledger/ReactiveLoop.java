package dev.refill.benchmarks.ledger;

import java.time.Duration;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.benchmarks.Paced;
import dev.refill.benchmarks.Seen;

/** Callers that each subscribe to the next call when the one before has ended; none of them needs a thread. */
final class ReactiveLoop {

    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Supplier<Mono<Void>> calls;

    /** @param calls each one is subscribed to once; asked by many threads */
    ReactiveLoop(Supplier<Mono<Void>> calls) {
        this.calls = calls;
    }

    /** Blocks until the time is over and all calls that were begun have ended. Fails if one of them does. */
    Paced run(int callers, int seconds) {
        Duration time = Duration.ofSeconds(seconds);
        long begin = System.nanoTime();
        Seen seen = Flux.range(0, callers)
                .flatMap(caller -> callUntil(begin + time.toNanos(), new Seen.ByOne()), callers)
                .collectList()
                .map(Seen::of)
                .blockOptional(time.plus(LONGEST_REST))
                .orElseThrow();
        return new Paced(seen.answers() * 1e9 / (System.nanoTime() - begin), seen);
    }

    private Mono<Seen.ByOne> callUntil(long end, Seen.ByOne seen) {
        return Mono.defer(() -> call(seen, System.nanoTime()))
                .repeat(() -> System.nanoTime() < end)
                .then(Mono.just(seen));
    }

    private Mono<Void> call(Seen.ByOne seen, long begin) {
        return calls.get().doOnSuccess(done -> seen.add(System.nanoTime() - begin));
    }
}
