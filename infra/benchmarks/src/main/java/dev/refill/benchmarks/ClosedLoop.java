package dev.refill.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Callers that each send the next request when the one before is answered, for a bounded time. */
final class ClosedLoop {

    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(60);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(500);

    private final LongAdder refused = new LongAdder();
    private final int port;
    private final Supplier<byte[]> requests;

    /** @param requests each one is sent once; called by many threads */
    ClosedLoop(int port, Supplier<byte[]> requests) {
        this.port = port;
        this.requests = requests;
    }

    /** @throws IllegalStateException if any answer is a failure, or a refusal for too long */
    Seen run(int connections, int seconds) {
        try (ExecutorService callers = Executors.newFixedThreadPool(connections)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Callable<Seen.ByOne>> work = new ArrayList<>();
            for (int caller = 0; caller < connections; caller++) {
                work.add(() -> callUntil(end));
            }
            return all(callers.invokeAll(work));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Seen all(List<Future<Seen.ByOne>> callers) throws InterruptedException {
        List<Seen.ByOne> all = new ArrayList<>();
        for (Future<Seen.ByOne> caller : callers) {
            try {
                all.add(caller.get());
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a caller failed", failure.getCause());
            }
        }
        return Seen.of(all);
    }

    private Seen.ByOne callUntil(long end) throws IOException {
        var seen = new Seen.ByOne();
        try (Wire wire = Wire.to(port)) {
            for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
                untilTaken(wire, requests.get());
                seen.add(System.nanoTime() - before);
            }
        }
        return seen;
    }

    /** Sends the same request again while it is refused for now, as a client should; all of that is its latency. */
    private void untilTaken(Wire wire, byte[] request) throws IOException {
        long deadline = System.nanoTime() + LONGEST_REFUSAL.toNanos();
        Wire.Answer answer = wire.exchange(request);
        while (answer.isForNow() && System.nanoTime() < deadline) {
            refused.increment();
            LockSupport.parkNanos(PAUSE_AFTER_REFUSAL.toNanos());
            answer = wire.exchange(request);
        }
        if (answer.status() / 100 != 2) {
            throw new IOException("answered: " + answer);
        }
    }

    /** How often a request was refused for now. */
    long refused() {
        return refused.sum();
    }
}
