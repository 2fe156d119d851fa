package dev.refill.bucket.lifecycle;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Rounds of one kind of work; those that found something are followed by the next one at once. */
public final class Rounds implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Rounds.class);

    private final String what;
    private final Supplier<Mono<Long>> round;
    private final Duration every;
    private @Nullable Disposable running;

    /**
     * @param what a word for the log
     * @param round works through one batch and emits how many it took; it must bear to be broken off
     * @param every the pause after a round that found nothing, or failed
     */
    public Rounds(String what, Supplier<Mono<Long>> round, Duration every) {
        this.what = what;
        this.round = round;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = Mono.defer(round)
                    .doOnError(failure -> log.warn("{}: a round failed: {}", what, failure.toString()))
                    .onErrorReturn(0L)
                    .flatMap(this::pauseIfNothingWasFound)
                    .repeat()
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, every))
                    .subscribeOn(Schedulers.parallel())
                    .subscribe(found -> {}, failure -> log.error("{}: there are no more rounds", what, failure));
        }
    }

    private Mono<Long> pauseIfNothingWasFound(long found) {
        return found > 0 ? Mono.just(found) : Mono.delay(every);
    }

    @Override
    public synchronized void stop() {
        if (running != null) {
            running.dispose();
            running = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null;
    }
}
