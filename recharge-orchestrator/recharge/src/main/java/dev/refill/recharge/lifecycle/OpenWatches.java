package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import dev.refill.recharge.Recharge;
import dev.refill.recharge.Sighting;
import dev.refill.recharge.WatchRefused;

/**
 * The watches that are open on this node. Each holds a connection for as long as its order rests and a browser likes, so
 * their number and their life are bounded here, and a stop ends them all: none is work in hand that a stop has to wait for.
 *
 * <p>A watch that is at its end takes no more hints, and the look it is at is finished. Only a watcher that hangs up cancels
 * a look.
 */
public final class OpenWatches implements SmartLifecycle {

    private static final Sighting STILL_WATCHING = new Sighting.StillWatching();

    private final int mostAtOnce;
    private final Duration longest;
    private final Duration heartbeat;
    private final AtomicInteger open = new AtomicInteger();
    private volatile Sinks.Empty<Void> closing = Sinks.empty();
    private volatile boolean closed;
    private volatile boolean running;

    /**
     * @param mostAtOnce more watches at once are refused
     * @param longest how long a watch lasts
     * @param heartbeat how often a watcher is told that it still watches
     */
    public OpenWatches(int mostAtOnce, Duration longest, Duration heartbeat) {
        this.mostAtOnce = mostAtOnce;
        this.longest = longest;
        this.heartbeat = heartbeat;
    }

    /**
     * Opens a watch on subscription. It completes after a look that finds nothing or a terminal order, at the end of its
     * life, and when the node stops; a cancel ends it too.
     *
     * @param hints when to look
     * @param look finds the order as it stands; empty: no such order
     * @return what is new, and signs of life; {@link WatchRefused} as an error if the watch was not opened
     */
    public Flux<Sighting> watch(Flux<Boolean> hints, Mono<Recharge> look) {
        return Flux.defer(() -> {
            if (closed) {
                return Flux.error(new WatchRefused("the node is stopping"));
            }
            if (open.incrementAndGet() > mostAtOnce) {
                open.decrementAndGet();
                return Flux.error(new WatchRefused("more than " + mostAtOnce + " orders are being watched"));
            }
            return withSignsOfLife(changes(hints.takeUntilOther(end()), look))
                    .doFinally(end -> open.decrementAndGet());
        });
    }

    private Mono<?> end() {
        return Mono.firstWithSignal(Mono.delay(longest).then(), closing.asMono());
    }

    private static Flux<Recharge> changes(Flux<Boolean> hints, Mono<Recharge> look) {
        return hints.concatMap(hint -> look.singleOptional(), 1)
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow)
                .distinctUntilChanged(Recharge::version)
                .takeUntil(recharge -> recharge.state().isTerminal());
    }

    /** A watcher that reads slowly is owed at most one of each kind. */
    private Flux<Sighting> withSignsOfLife(Flux<Recharge> changes) {
        Sinks.Empty<Void> over = Sinks.empty();
        Flux<Sighting> signs = Flux.interval(heartbeat)
                .onBackpressureDrop()
                .map(tick -> STILL_WATCHING)
                .takeUntilOther(over.asMono());
        Flux<Sighting> seen = changes.<Sighting>map(Sighting.Seen::new).doOnTerminate(over::tryEmitEmpty);
        return Flux.merge(1, seen, signs);
    }

    /** How many watches are open. */
    public int open() {
        return open.get();
    }

    @Override
    public void start() {
        if (closed) {
            closing = Sinks.empty();
            closed = false;
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        closed = true;
        closing.tryEmitEmpty();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /**
     * Stops when load balancers have noticed that the node is going away, so that who watches again comes to another one, and
     * before the web server, whose phase is {@code DEFAULT_PHASE - 1024} and which waits for every open answer.
     */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 500;
    }
}
