package dev.refill.webhooks.outbound.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.webhooks.OutboundProperties;
import dev.refill.webhooks.outbound.delivery.DeliveryStore;
import dev.refill.webhooks.outbound.endpoint.EndpointStore;

/** Counts what waits, and forgets what was told long ago: events carry phone numbers. */
public final class DeliveryHousekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryHousekeeping.class);
    private static final int BATCH = 500;

    private final DeliveryStore deliveries;
    private final EndpointStore endpoints;
    private final DeliveryMetrics metrics;
    private final Clock clock;
    private final OutboundProperties properties;
    private @Nullable Disposable work;

    public DeliveryHousekeeping(DeliveryStore deliveries, EndpointStore endpoints, DeliveryMetrics metrics, Clock clock,
            OutboundProperties properties) {
        this.deliveries = deliveries;
        this.endpoints = endpoints;
        this.metrics = metrics;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            work = Disposables.composite(every(properties.countEvery(), this::count),
                    every(properties.purgeEvery(), this::purge));
        }
    }

    private static Disposable every(Duration period, Supplier<Mono<Void>> duty) {
        return Flux.interval(period)
                .onBackpressureDrop()
                .concatMap(tick -> Mono.defer(duty).onErrorResume(DeliveryHousekeeping::nextTime), 1)
                .subscribe(done -> {}, error -> LOG.error("The housekeeping of deliveries ended", error));
    }

    Mono<Void> count() {
        return deliveries.waiting()
                .zipWith(endpoints.countGone())
                .doOnNext(counts -> metrics.counted(counts.getT1(), counts.getT2()))
                .then();
    }

    /** In bounded batches, until one finds nothing. */
    Mono<Void> purge() {
        return purgeBatch()
                .expand(purged -> purged == 0 ? Mono.empty() : purgeBatch())
                .then();
    }

    private Mono<Long> purgeBatch() {
        return Mono.defer(() -> deliveries.purge(clock.instant().minus(properties.keep()), BATCH));
    }

    private static Mono<Void> nextTime(Throwable error) {
        LOG.warn("The housekeeping of deliveries is put off", error);
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
