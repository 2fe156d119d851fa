package dev.refill.idempotency.lifecycle;

import java.time.Clock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.IdempotencyProperties;

/**
 * Deletes claims whose window is over, in small batches. Several nodes may do so at once: each skips what another has in
 * hand. A failure is logged and the next turn tries again; stopping may cut a batch, which is one statement.
 */
public final class Reaper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

    /** After that many the next turn goes on, so that a backlog is not worked off in one burst. */
    private static final int BATCHES_PER_TURN = 100;

    private final ClaimStore store;
    private final Clock clock;
    private final IdempotencyProperties settings;
    private final Disposable.Swap turns = Disposables.swap();
    private volatile boolean started;

    public Reaper(ClaimStore store, Clock clock, IdempotencyProperties settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** One turn: batch after batch until one is not full. */
    Mono<Long> turn() {
        return Mono.defer(() -> store.reap(clock.instant().minus(settings.retention()), settings.reapBatch()))
                .repeat(BATCHES_PER_TURN - 1L)
                .takeUntil(deleted -> deleted < settings.reapBatch())
                .reduce(0L, Long::sum)
                .doOnNext(Reaper::report)
                .onErrorResume(Reaper::tryAgainNextTurn);
    }

    private static void report(long deleted) {
        if (deleted > 0) {
            LOG.info("Deleted {} expired claims", deleted);
        }
    }

    private static Mono<Long> tryAgainNextTurn(Throwable failure) {
        LOG.warn("Expired claims could not be deleted, will try again: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public void start() {
        started = true;
        turns.update(Flux.interval(settings.reapEvery())
                .onBackpressureDrop()
                .concatMap(tick -> turn(), 1)
                .subscribe(deleted -> {}, failure -> LOG.error("The reaper has ended", failure)));
    }

    @Override
    public void stop() {
        started = false;
        turns.update(Disposables.disposed());
    }

    @Override
    public boolean isRunning() {
        return started;
    }
}
