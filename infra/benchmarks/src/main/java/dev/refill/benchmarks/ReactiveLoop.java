package dev.refill.benchmarks;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Callers that each subscribe to the next call when the one before has ended; none of them needs a thread. */
public final class ReactiveLoop {

    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Supplier<Mono<Void>> calls;

    /** @param calls each one is subscribed to once; asked by many threads */
    public ReactiveLoop(Supplier<Mono<Void>> calls) {
        this.calls = calls;
    }

    /** Blocks until the time is over and all calls that were begun have ended. Fails if one of them does. */
    public Paced run(int callers, int seconds) {
        Duration time = Duration.ofSeconds(seconds);
        long end = System.nanoTime() + time.toNanos();
        return runWhile(callers, () -> System.nanoTime() < end, time);
    }

    /**
     * Blocks until there is to be no further call and all that were begun have ended. Fails if one of them does.
     *
     * @param more asked by many threads
     * @param longest for how long there may be more
     */
    public Paced runWhile(int callers, BooleanSupplier more, Duration longest) {
        long begin = System.nanoTime();
        Seen seen = Flux.range(0, callers)
                .flatMap(caller -> callWhile(more, new Seen.ByOne()), callers)
                .collectList()
                .map(Seen::of)
                .blockOptional(longest.plus(LONGEST_REST))
                .orElseThrow();
        return new Paced(seen.answers() * 1e9 / (System.nanoTime() - begin), seen);
    }

    private Mono<Seen.ByOne> callWhile(BooleanSupplier more, Seen.ByOne seen) {
        return Mono.defer(() -> call(seen, System.nanoTime()))
                .repeat(more)
                .then(Mono.just(seen));
    }

    private Mono<Void> call(Seen.ByOne seen, long begin) {
        return calls.get().doOnSuccess(done -> seen.add(System.nanoTime() - begin));
    }
}
