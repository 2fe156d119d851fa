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

import dev.refill.recharge.outbox.RelayTransitions;

/** Lets changes of orders be published, again and again, as long as the application runs; on one node at a time. */
public final class TransitionRelay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TransitionRelay.class);
    /** Long enough for any round: one that hangs is given up, and begun again. */
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(20);

    private final RelayTransitions relay;
    private final Duration every;
    private final int full;
    private @Nullable Disposable running;

    /**
     * @param every the pause after a round that was not full: a round costs the database the same for one change as for many
     * @param full how many changes make a full round
     */
    public TransitionRelay(RelayTransitions relay, Duration every, int full) {
        this.relay = relay;
        this.every = every;
        this.full = full;
    }

    @Override
    public synchronized void start() {
        if (running == null) {
            running = warnIfAhead()
                    .then(Mono.defer(this::round).repeat().then())
                    .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, every))
                    .subscribeOn(Schedulers.parallel())
                    .subscribe(round -> {}, failure -> log.error("changes are no longer published", failure));
        }
    }

    private Mono<Boolean> warnIfAhead() {
        return relay.isAheadOfServer()
                .filter(ahead -> ahead)
                .doOnNext(ahead -> log
                        .error("The database was restored into another server, and partners are told nothing"
                                + " until the relay's place is set anew: docs/runbooks/outbound-webhooks.md"));
    }

    private Mono<Long> round() {
        return relay.relayNext()
                .timeout(LONGEST_ROUND)
                .doOnError(failure -> log.warn("changes could not be published: {}", failure.toString()))
                .onErrorReturn(0L)
                .flatMap(passed -> passed >= full ? Mono.just(passed) : Mono.delay(every));
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
