package dev.refill.app.lifecycle;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Mono;

/**
 * The first thing to stop, and it takes its time: readiness is already down, and requests that balancers still send are
 * answered until they notice. Then live streams end, the {@link LastRequests last requests} are answered, and the workers
 * finish.
 */
final class DrainBeforeStop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DrainBeforeStop.class);

    private final Duration delay;
    private final AtomicBoolean running = new AtomicBoolean();

    DrainBeforeStop(DrainProperties properties) {
        this.delay = properties.delay();
    }

    @Override
    public void start() {
        running.set(true);
    }

    @Override
    public void stop(Runnable stopped) {
        LOG.info("Not ready any more; requests are taken for another {}", delay);
        Mono.delay(delay)
                .doFinally(signal -> {
                    running.set(false);
                    stopped.run();
                })
                .subscribe(late -> LOG.info("No connections are taken any more"),
                        failure -> LOG.warn("The wait for balancers was cut short", failure));
    }

    /** Only a stop without a callback comes here, and nobody waits for that. */
    @Override
    public void stop() {
        running.set(false);
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** Highest: stopped before the web server. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }
}
