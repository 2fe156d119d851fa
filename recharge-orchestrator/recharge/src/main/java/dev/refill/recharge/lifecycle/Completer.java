package dev.refill.recharge.lifecycle;

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

/** Lets what is stuck, orders or refunds, be resumed, again and again, as long as the application runs. */
public final class Completer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Completer.class);

    private final String what;
    private final Supplier<Mono<Long>> resumeDue;
    private final Duration every;
    private @Nullable Disposable running;

    /**
     * @param what a word for the log
     * @param resumeDue works through one batch and emits how many it took
     * @param every the pause after a look that found nothing
     */
    public Completer(String what, Supplier<Mono<Long>> resumeDue, Duration every) {
        this.what = what;
        this.resumeDue = resumeDue;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = Mono.defer(resumeDue)
                    .doOnError(failure -> log.warn("stuck {} could not be resumed: {}", what, failure.toString()))
                    .onErrorReturn(0L)
                    .flatMap(this::pauseIfNothingWasDue)
                    .repeat()
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, every))
                    .subscribeOn(Schedulers.parallel())
                    .subscribe(round -> {}, failure -> log.error("the completer of {} has stopped", what, failure));
        }
    }

    private Mono<Long> pauseIfNothingWasDue(long found) {
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

    /** Stops before the work it starts is drained. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 1000;
    }
}
