package dev.refill.localstack.lifecycle;

import java.time.Duration;
import java.util.List;

import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/** Makes the test subscribers known before the first request comes in; those who are known already stay as they are. */
public final class SubscriberSeed implements SmartLifecycle {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int AT_ONCE = 4;

    private final Subscribers subscribers;
    private final List<Subscriber> seed;
    private volatile boolean running;

    public SubscriberSeed(Subscribers subscribers, List<Subscriber> seed) {
        this.subscribers = subscribers;
        this.seed = seed;
    }

    @Override
    public void start() {
        Flux.fromIterable(seed).flatMap(subscribers::provision, AT_ONCE).blockLast(LONGEST);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else that starts, the web server among it. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
