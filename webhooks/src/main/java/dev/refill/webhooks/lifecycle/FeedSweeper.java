package dev.refill.webhooks.lifecycle;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.webhooks.sweep.FeedSweep;
import dev.refill.webhooks.sweep.SweepMetrics;
import dev.refill.webhooks.sweep.SweepOutcome;

/** Sweeps each gateway's event list soon after the start and then again and again, so that an outage of days leaves no gap. */
public final class FeedSweeper implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FeedSweeper.class);

    /** Time for a starting node to become ready first. */
    private static final Duration FIRST = Duration.ofSeconds(10);

    private final List<FeedSweep> sweeps;
    private final SweepMetrics metrics;
    private final Duration every;
    private @Nullable Disposable work;

    public FeedSweeper(List<FeedSweep> sweeps, SweepMetrics metrics, Duration every) {
        this.sweeps = List.copyOf(sweeps);
        this.metrics = metrics;
        this.every = every;
    }

    @Override
    public synchronized void start() {
        if (work == null) {
            sweeps.forEach(sweep -> metrics.watch(sweep.gateway()));
            work = Disposables.composite(sweeps.stream().map(this::again).toList());
        }
    }

    /** Gateways do not wait for one another; a gateway's sweep that takes long leaves out those it overlaps. */
    private Disposable again(FeedSweep sweep) {
        return Flux.interval(every.compareTo(FIRST) < 0 ? every : FIRST, every)
                .onBackpressureDrop()
                .concatMap(tick -> once(sweep), 0)
                .subscribe(done -> {}, error -> LOG.error("The sweeps of {} ended", sweep.gateway(), error));
    }

    private Mono<Void> once(FeedSweep sweep) {
        return sweep.run()
                .doOnNext(outcome -> report(sweep.gateway(), outcome))
                .then()
                .onErrorResume(error -> nextTime(sweep.gateway(), error));
    }

    private void report(GatewayId gateway, SweepOutcome outcome) {
        switch (outcome) {
            case SweepOutcome.Complete(long found) -> {
                metrics.complete(gateway);
                found(gateway, found);
            }
            case SweepOutcome.Interrupted(long found, String why) -> {
                found(gateway, found);
                LOG.warn("The event list of {} was not read to its end and is read on later: {}", gateway, why);
            }
            case SweepOutcome.Superseded(long found) -> {
                found(gateway, found);
                LOG.info("The event list of {} is read on by another node", gateway);
            }
            case SweepOutcome.TakenElsewhere() -> LOG.debug("The event list of {} is read by another node", gateway);
        }
    }

    private static void found(GatewayId gateway, long count) {
        if (count > 0) {
            LOG.warn("{} events of {} were in its event list and had come by no webhook: do its webhooks reach us?",
                    count, gateway);
        }
    }

    private static Mono<Void> nextTime(GatewayId gateway, Throwable error) {
        LOG.warn("The sweep of {} is put off", gateway, error);
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
