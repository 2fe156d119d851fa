package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Money work that does not hang on whoever asked for it. Each piece has a subscription of its own: when a browser tab
 * closes or a caller's patience ends, only the waiting is cancelled. A cancel that reaches a database connection in the
 * middle of its work has been seen to lose writes that were acknowledged later on that connection.
 */
public final class MoneyWork implements SmartLifecycle {

    private final int mostAtOnce;
    private final Duration longestDrain;
    private final AtomicInteger atOnce = new AtomicInteger();
    private final Sinks.One<Boolean> drained = Sinks.one();
    private volatile boolean running;

    /**
     * @param mostAtOnce more pieces at once are refused
     * @param longestDrain how long a stop waits for the pieces in hand
     */
    public MoneyWork(int mostAtOnce, Duration longestDrain) {
        this.mostAtOnce = mostAtOnce;
        this.longestDrain = longestDrain;
    }

    /** Too much is being done already, or it takes too long: try again a little later. Nothing is lost. */
    public static final class Overloaded extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Overloaded(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Starts a piece of work on subscription. A cancel gives up waiting; the work goes on.
     *
     * @return what the work emits, empty if it is empty, {@link Overloaded} as an error if it was not begun
     */
    public <T> Mono<T> detached(Supplier<Mono<T>> work) {
        return Mono.defer(() -> {
            if (atOnce.incrementAndGet() > mostAtOnce) {
                finished();
                return Mono.error(new Overloaded("more than " + mostAtOnce + " orders are being worked on"));
            }
            return Mono.fromFuture(() -> Mono.defer(work).doFinally(end -> finished()).toFuture(), true);
        });
    }

    /** How many pieces are being worked on. */
    public int inHand() {
        return atOnce.get();
    }

    private void finished() {
        if (atOnce.decrementAndGet() == 0 && !running) {
            drained.tryEmitValue(true);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable whenStopped) {
        running = false;
        if (atOnce.get() == 0) {
            drained.tryEmitValue(true);
        }
        drained.asMono()
                .timeout(longestDrain, Mono.just(false))
                .subscribe(inTime -> whenStopped.run());
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops after the web server, which drains its requests first, and before the connection pools. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 3000;
    }
}
