package dev.refill.finance.reconcile.lifecycle;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.finance.reconcile.breaks.Breaks;

/** Has corrections posted that are decided, again and again. Several nodes may do it: each is posted once by its id. */
public final class PostingRounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(PostingRounds.class);

    private final Breaks breaks;
    private final Duration first;
    private final Duration every;
    private @Nullable Disposable work;

    /** @param first when it looks for the first time */
    public PostingRounds(Breaks breaks, Duration first, Duration every) {
        this.breaks = breaks;
        this.first = first;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            work = Flux.interval(first, every)
                    .onBackpressureDrop()
                    .concatMap(tick -> breaks.postDecided().onErrorResume(PostingRounds::nextTime), 0)
                    .subscribe(done -> {}, error -> LOG.error("There are no more postings of corrections", error));
        }
    }

    private static Mono<Long> nextTime(Throwable error) {
        LOG.warn("Postings of corrections are put off", error);
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (work != null) {
            work.dispose();
            work = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return work != null;
    }
}
