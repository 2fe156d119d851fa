package dev.refill.recharge.lifecycle;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
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

import dev.refill.recharge.GatewayOperations;
import dev.refill.recharge.MoneyBack;
import dev.refill.recharge.MoneyBack.DisputeCount;
import dev.refill.recharge.MoneyBack.RefundCount;
import dev.refill.recharge.RechargeOperations;
import dev.refill.recharge.RechargeState;
import dev.refill.recharge.RestingCount;
import dev.refill.recharge.dispute.DisputeState;
import dev.refill.recharge.refund.RefundState;

/**
 * Counts what rests, by state: orders for the gauges {@code refill.recharge.resting} and {@code refill.recharge.overdue},
 * refunds for {@code refill.refunds.resting}, disputes for {@code refill.disputes.resting}, and the stray payments that wait for a
 * person for {@code refill.recharge.strays.waiting}. Every node counts the same rows: take the largest, not the sum.
 */
public final class RestingGauges implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(RestingGauges.class);

    private final RechargeOperations operations;
    private final MoneyBack moneyBack;
    private final GatewayOperations gateways;
    private final Duration every;
    private final AtomicLong strays = new AtomicLong();
    private final Map<RechargeState, AtomicLong> resting = new EnumMap<>(RechargeState.class);
    private final Map<RechargeState, AtomicLong> overdue = new EnumMap<>(RechargeState.class);
    private final Map<RefundState, AtomicLong> refunds = new EnumMap<>(RefundState.class);
    private final Map<DisputeState, AtomicLong> disputes = new EnumMap<>(DisputeState.class);
    private @Nullable Disposable counting;

    /** @param every how often it counts */
    public RestingGauges(RechargeOperations operations, MoneyBack moneyBack, GatewayOperations gateways, Duration every,
            MeterRegistry meters) {
        this.operations = operations;
        this.moneyBack = moneyBack;
        this.gateways = gateways;
        this.every = every;
        meters.gauge("refill.recharge.strays.waiting", strays);
        for (RechargeState state : RechargeState.values()) {
            if (!state.isTerminal() || state == RechargeState.IN_REVIEW) {
                Tags tags = Tags.of("state", state.word());
                resting.put(state, meters.gauge("refill.recharge.resting", tags, new AtomicLong()));
                overdue.put(state, meters.gauge("refill.recharge.overdue", tags, new AtomicLong()));
            }
        }
        for (RefundState state : RefundState.values()) {
            if (!state.isTerminal()) {
                refunds.put(state, meters.gauge("refill.refunds.resting", tags(state), new AtomicLong()));
            }
        }
        for (DisputeState state : DisputeState.values()) {
            if (!state.isTerminal()) {
                disputes.put(state, meters.gauge("refill.disputes.resting", tags(state), new AtomicLong()));
            }
        }
    }

    private static Tags tags(Enum<?> state) {
        return Tags.of("state", state.name().toLowerCase(Locale.ROOT));
    }

    /** Completes empty when the gauges show what is there now. */
    public Mono<Void> count() {
        return Mono.when(
                operations.counts().collectList().doOnNext(this::show),
                gateways.straysWaiting().doOnNext(strays::set),
                moneyBack.refundCounts().collectMap(RefundCount::state, RefundCount::refunds)
                        .doOnNext(counts -> show(refunds, counts)),
                moneyBack.disputeCounts().collectMap(DisputeCount::state, DisputeCount::disputes)
                        .doOnNext(counts -> show(disputes, counts)));
    }

    private static <S> void show(Map<S, AtomicLong> gauges, Map<S, Long> counts) {
        gauges.forEach((state, gauge) -> gauge.set(counts.getOrDefault(state, 0L)));
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
                    .subscribe(done -> {}, failure -> log.error("what rests is no longer counted", failure));
        }
    }

    private static Mono<Void> nextTime(Throwable failure) {
        log.warn("what rests could not be counted: {}", failure.toString());
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
