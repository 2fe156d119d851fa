package dev.refill.webhooks.lifecycle;

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

/** Runs the {@link InboxWorker} with the application. A stop takes nothing more and waits a bounded time for what is begun. */
public final class InboxProcessor implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(InboxProcessor.class);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    private final InboxWorker worker;
    private final Duration drain;
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();

    /** @param drain how long a stop waits for events that are begun; what is left is given back for another node */
    public InboxProcessor(InboxWorker worker, Duration drain) {
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
                .doOnError(error -> LOG.error("The inbox processor failed and begins again", error))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1)).maxBackoff(Duration.ofSeconds(30)))
                .doFinally(end -> finished.tryEmitEmpty())
                .subscribe(mark -> {}, error -> LOG.error("The inbox processor ended", error));
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
                .subscribe(released -> LOG.info("The inbox processor stopped and gave back {} events", released),
                        error -> LOG.warn("The inbox processor stopped; its leases end by themselves", error));
    }

    @Override
    public boolean isRunning() {
        return current.get() != null;
    }

    private record Run(Sinks.Empty<Void> stop, Sinks.Empty<Void> finished, Disposable work) {}
}
