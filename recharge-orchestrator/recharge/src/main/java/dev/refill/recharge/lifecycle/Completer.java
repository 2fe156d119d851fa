package dev.refill.recharge.lifecycle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

import dev.refill.recharge.order.ResumeStuckRecharges;

/** Lets stuck orders be resumed, again and again, as long as the application runs. */
public final class Completer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Completer.class);

    private final ResumeStuckRecharges resume;
    private final Duration every;
    private @Nullable Disposable running;

    /** @param every the pause after a look that found nothing */
    public Completer(ResumeStuckRecharges resume, Duration every) {
        this.resume = resume;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = Mono.defer(resume::resumeDue)
                    .doOnError(failure -> log.warn("stuck orders could not be resumed: {}", failure.toString()))
                    .onErrorReturn(0L)
                    .flatMap(this::pauseIfNothingWasDue)
                    .repeat()
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, every))
                    .subscribeOn(Schedulers.parallel())
                    .subscribe(round -> {}, failure -> log.error("the completer has stopped", failure));
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
