package dev.refill.gateways.paypal.lifecycle;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Fetches what is known to be needed when the application starts, so that the first webhook finds it. */
public final class FetchAhead implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FetchAhead.class);

    private final Mono<Void> work;
    private @Nullable Disposable running;

    /** @param work cold, and bounded in time; the application starts whatever comes of it */
    public FetchAhead(Mono<Void> work) {
        this.work = work;
    }

    @Override
    public void start() {
        running = work.subscribe(null, error -> LOG.warn("Fetched nothing ahead", error));
    }

    @Override
    public void stop() {
        if (running != null) {
            running.dispose();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null && !running.isDisposed();
    }
}
