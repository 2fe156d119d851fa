package dev.refill.webhooks.lifecycle;

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

import dev.refill.webhooks.WebhooksProperties;
import dev.refill.webhooks.store.InboxStore;

/** Counts the events of each state for the gauges and empties the bodies of events that were done long ago. */
public final class InboxHousekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(InboxHousekeeping.class);

    private final InboxStore store;
    private final ProcessingMetrics metrics;
    private final Clock clock;
    private final WebhooksProperties properties;
    private @Nullable Disposable work;

    public InboxHousekeeping(InboxStore store, ProcessingMetrics metrics, Clock clock, WebhooksProperties properties) {
        this.store = store;
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
                .concatMap(tick -> Mono.defer(duty).onErrorResume(InboxHousekeeping::nextTime), 1)
                .subscribe(done -> {}, error -> LOG.error("The inbox's housekeeping ended", error));
    }

    private Mono<Void> count() {
        return store.counts()
                .doOnNext(metrics::counted)
                .then(Mono.defer(store::notUnderstood))
                .doOnNext(metrics::notUnderstood)
                .then();
    }

    /** In bounded batches, until one is not full. */
    Mono<Void> purge() {
        return purgeBatch()
                .expand(purged -> purged < properties.purgeBatch() ? Mono.empty() : purgeBatch())
                .then();
    }

    private Mono<Long> purgeBatch() {
        return Mono.defer(() -> store.purge(clock.instant().minus(properties.keepBodies()), properties.purgeBatch()));
    }

    private static Mono<Void> nextTime(Throwable error) {
        LOG.warn("The inbox's housekeeping is put off", error);
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
