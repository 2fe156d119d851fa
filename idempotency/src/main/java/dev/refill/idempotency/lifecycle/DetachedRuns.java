package dev.refill.idempotency.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Runs work that must finish although whoever waits for it goes away. A cancel of the returned Mono ends the waiting, not
 * the work; a lost connection would otherwise undo or lose what is half done. The subscriber's Reactor context (security,
 * trace) goes with the work.
 *
 * <p>On shutdown it waits, after the web server has stopped taking requests, until the work in hand is done; Spring bounds
 * that wait ({@code spring.lifecycle.timeout-per-shutdown-phase}). What is cut then is taken over later.
 */
public final class DetachedRuns implements SmartLifecycle {

    /** Stopped after the web server, whose stop phases are the default less 1024 and less 2048. */
    private static final int AFTER_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 3072;

    /** More work is in hand than allowed; nothing was begun. */
    public static final class Overloaded extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Overloaded(int most) {
            super("runs: more than " + most, null, false, false);
        }
    }

    private final int most;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<Runnable> whenDrained = new AtomicReference<>(DetachedRuns::nobodyWaits);
    private volatile boolean started;

    /** @param most how many may run at once */
    public DetachedRuns(int most) {
        this.most = most;
    }

    /**
     * The result of the work, which starts on subscription and ends by itself.
     *
     * @return the error {@link Overloaded} if it was not started
     */
    public <T> Mono<T> run(Mono<T> work) {
        return Mono.deferContextual(context -> Mono.fromFuture(() -> begin(work, context), true));
    }

    private <T> CompletableFuture<T> begin(Mono<T> work, ContextView context) {
        if (running.incrementAndGet() > most) {
            ended();
            return CompletableFuture.failedFuture(new Overloaded(most));
        }
        return work.doFinally(signal -> ended()).contextWrite(context).toFuture();
    }

    private void ended() {
        if (running.decrementAndGet() == 0) {
            whenDrained.getAndSet(DetachedRuns::nobodyWaits).run();
        }
    }

    /** How many runs are in hand. */
    public int inHand() {
        return running.get();
    }

    @Override
    public void start() {
        started = true;
    }

    @Override
    public void stop() {
        started = false;
    }

    @Override
    public void stop(Runnable callback) {
        stop();
        whenDrained.set(callback);
        if (running.get() == 0) {
            whenDrained.getAndSet(DetachedRuns::nobodyWaits).run();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    @Override
    public int getPhase() {
        return AFTER_WEB_SERVER;
    }

    private static void nobodyWaits() {
        // No shutdown is under way.
    }
}
