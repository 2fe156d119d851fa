package dev.refill.webhooks.outbound.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/** Runs the {@link DeliveryWorker} with the application. A stop takes nothing more and waits a bounded time for what is begun. */
public final class DeliveryProcessor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryProcessor.class);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final DeliveryWorker worker;
    private final Duration drain;
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();

    /** @param drain how long a stop waits for deliveries that are begun; what is left is given back for another node */
    public DeliveryProcessor(DeliveryWorker worker, Duration drain) {
        this.worker = worker;
        this.drain = drain;
    }

    @Override
    public synchronized void start() {
        if (current.get() == null) {
            current.set(begin(Sinks.empty(), Sinks.empty()));
        }
    }

    private Run begin(Sinks.Empty<Void> stop, Sinks.Empty<Void> finished) {
        Disposable work = worker.work(stop.asMono())
                .doOnError(error -> LOG.error("The delivery of webhooks failed and begins again", error))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(Duration.ofSeconds(30)))
                .doFinally(end -> finished.tryEmitEmpty())
                .subscribe(mark -> {}, error -> LOG.error("The delivery of webhooks ended", error));
        return new Run(stop, finished, work);
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public void stop(Runnable stopped) {
        Run run = current.getAndSet(null);
        if (run == null) {
            stopped.run();
            return;
        }
        run.stop().tryEmitEmpty();
        run.finished().asMono()
                .timeout(drain, Mono.empty())
                .doOnTerminate(run.work()::dispose)
                .then(Mono.defer(worker::release).timeout(RELEASE_TIMEOUT))
                .doFinally(end -> stopped.run())
                .subscribe(released -> LOG.info("The delivery of webhooks stopped and gave back {}", released),
                        error -> LOG.warn("The delivery of webhooks stopped; its leases end by themselves", error));
    }

    @Override
    public boolean isRunning() {
        return current.get() != null;
    }

    private record Run(Sinks.Empty<Void> stop, Sinks.Empty<Void> finished, Disposable work) {}
}
