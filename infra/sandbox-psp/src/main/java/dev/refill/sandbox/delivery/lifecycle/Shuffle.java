package dev.refill.sandbox.delivery.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import dev.refill.sandbox.faults.Fault;

/** Gathers deliveries and lets them go in an order drawn from a seed. */
final class Shuffle implements AutoCloseable {

    private static final int TOGETHER = 10;

    private final Consumer<List<Delivery>> onward;
    private final List<Delivery> gathered = new ArrayList<>();
    private @Nullable Disposable deadline;
    private long seed;

    Shuffle(Consumer<List<Delivery>> onward) {
        this.onward = onward;
    }

    void add(Delivery delivery, Fault fault) {
        if (gather(delivery, fault)) {
            flush();
        }
    }

    /** @return whether enough are gathered */
    private synchronized boolean gather(Delivery delivery, Fault fault) {
        gathered.add(delivery);
        seed = fault.seed() == null ? 1 : fault.seed();
        if (deadline == null) {
            deadline = Mono.delay(Duration.ofMillis(fault.delay())).subscribe(due -> flush());
        }
        return gathered.size() >= Math.max(1, fault.countOr(TOGETHER));
    }

    void flush() {
        onward.accept(drained());
    }

    private synchronized List<Delivery> drained() {
        List<Delivery> drained = new ArrayList<>(gathered);
        gathered.clear();
        close();
        Collections.shuffle(drained, new Random(seed));
        return drained;
    }

    @Override
    public synchronized void close() {
        if (deadline != null) {
            deadline.dispose();
            deadline = null;
        }
    }
}
