package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;

/**
 * Counts resting orders for the gauges {@code refill.recharge.resting} and {@code refill.recharge.overdue}, both by state.
 * Every node counts the same rows: take the largest, not the sum.
 */
public final class RestingGauges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RestingGauges.class);

    private final RechargeOperations operations;
    private final Duration every;
    private final Map<RechargeState, AtomicLong> resting = new EnumMap<>(RechargeState.class);
    private final Map<RechargeState, AtomicLong> overdue = new EnumMap<>(RechargeState.class);
    private @Nullable Disposable counting;

    /** @param every how often it counts */
    public RestingGauges(RechargeOperations operations, Duration every, MeterRegistry meters) {
        this.operations = operations;
        this.every = every;
        for (RechargeState state : RechargeState.values()) {
            if (!state.isTerminal() || state == RechargeState.IN_REVIEW) {
                Tags tags = Tags.of("state", state.word());
                resting.put(state, meters.gauge("refill.recharge.resting", tags, new AtomicLong()));
                overdue.put(state, meters.gauge("refill.recharge.overdue", tags, new AtomicLong()));
            }
        }
    }

    /** Completes empty when the gauges show what is there now. */
    public Mono<Void> count() {
        return operations.counts().collectList().doOnNext(this::show).then();
    }

    private void show(List<RestingCount> counts) {
        Map<RechargeState, RestingCount> byState = new EnumMap<>(RechargeState.class);
        counts.forEach(count -> byState.put(count.state(), count));
        resting.forEach((state, gauge) -> gauge.set(countOf(byState, state).orders()));
        overdue.forEach((state, gauge) -> gauge.set(countOf(byState, state).overdue()));
    }

    private static RestingCount countOf(Map<RechargeState, RestingCount> counts, RechargeState state) {
        return counts.getOrDefault(state, new RestingCount(state, 0, 0));
    }

    @Override
    public synchronized void start() {
        if (counting == null) {
            counting = Flux.interval(Duration.ZERO, every)
                    .onBackpressureDrop()
                    .concatMap(tick -> Mono.defer(this::count).onErrorResume(RestingGauges::nextTime), 1)
                    .subscribe(done -> {}, failure -> log.error("resting orders are no longer counted", failure));
        }
    }

    private static Mono<Void> nextTime(Throwable failure) {
        log.warn("resting orders could not be counted: {}", failure.toString());
        return Mono.empty();
    }

    @Override
    public synchronized void stop() {
        if (counting != null) {
            counting.dispose();
            counting = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return counting != null;
    }
}
