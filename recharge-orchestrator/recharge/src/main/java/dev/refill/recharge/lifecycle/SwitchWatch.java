package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.recharge.GatewayOperations.Switch;
import dev.refill.recharge.routing.GatewaySwitches;

/**
 * Knows which gateways are switched off, on whichever node that was said. It knows before this node takes any order; later, as
 * long as it cannot look, what it knew last stands.
 */
public final class SwitchWatch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SwitchWatch.class);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);
    private static final Duration LONGEST_FIRST_LOOK = Duration.ofSeconds(20);

    private final GatewaySwitches switches;
    private final Duration every;
    private final AtomicLong looks = new AtomicLong();
    private final Object knowing = new Object();
    private volatile Seen seen = new Seen(0, Set.of());
    private @Nullable Disposable watching;

    /** @param every how often it looks */
    public SwitchWatch(GatewaySwitches switches, Duration every) {
        this.switches = switches;
        this.every = every;
    }

    /** Whether a gateway takes no new payment. Answers at once. */
    public boolean isOff(GatewayId gateway) {
        return seen.off().contains(gateway);
    }

    /** What a look has found; one that began later knows better, whichever ends first. */
    private record Seen(long look, Set<GatewayId> off) {}

    /** Looks now, for some seconds at most. Completes empty when it knows. */
    public Mono<Void> look() {
        return Mono.defer(() -> {
            long look = looks.incrementAndGet();
            return switches.latest()
                    .filter(Switch::isOff)
                    .map(Switch::gateway)
                    .collect(Collectors.toUnmodifiableSet())
                    .timeout(LONGEST_LOOK)
                    .doOnNext(off -> know(new Seen(look, off)))
                    .then();
        });
    }

    private void know(Seen now) {
        synchronized (knowing) {
            if (now.look() < seen.look()) {
                return;
            }
            if (!now.off().equals(seen.off())) {
                log.warn("gateways that take no new payments: {}, before: {}", now.off(), seen.off());
            }
            seen = now;
        }
    }

    @Override
    public synchronized void start() {
        if (watching == null) {
            look().block(LONGEST_FIRST_LOOK);
            watching = Flux.interval(every, every)
                    .onBackpressureDrop()
                    .concatMap(tick -> Mono.defer(this::look).onErrorResume(SwitchWatch::nextTime), 1)
                    .subscribe(done -> {}, failure -> log.error("switches of gateways are no longer seen", failure));
        }
    }

    private static Mono<Void> nextTime(Throwable failure) {
        log.warn("switches of gateways could not be read: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (watching != null) {
            watching.dispose();
            watching = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watching != null;
    }

    /** Before whatever takes orders or carries them on. */
    @Override
    public int getPhase() {
        return 0;
    }
}
