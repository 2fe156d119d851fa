package dev.refill.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** The latencies that all callers saw. */
    static final class Seen {

        private final long[] nanos;

        private Seen(long[] sorted) {
            this.nanos = sorted;
        }

        int answers() {
            return nanos.length;
        }

        /** A latency in milliseconds that this share of the answers did not exceed. */
        double millisAt(double share) {
            int rank = (int) Math.ceil(share * nanos.length);
            return nanos[Math.max(rank, 1) - 1] / 1e6;
        }
    }

    /** @throws IllegalStateException if any answer is a failure, or a refusal for too long */
    Seen run(int connections, int seconds) {
        try (ExecutorService callers = Executors.newFixedThreadPool(connections)) {
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            List<Callable<long[]>> work = new ArrayList<>();
            for (int caller = 0; caller < connections; caller++) {
                work.add(() -> callUntil(end));
            }
            return all(callers.invokeAll(work));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static Seen all(List<Future<long[]>> callers) throws InterruptedException {
        long[] all = new long[0];
        for (Future<long[]> caller : callers) {
            try {
                long[] one = caller.get();
                int before = all.length;
                all = Arrays.copyOf(all, before + one.length);
                System.arraycopy(one, 0, all, before, one.length);
            } catch (ExecutionException failure) {
                throw new IllegalStateException("a caller failed", failure.getCause());
            }
        }
        Arrays.sort(all);
        return new Seen(all);
    }

    private long[] callUntil(long end) throws IOException {
        long[] nanos = new long[1024];
        int count = 0;
        try (Wire wire = Wire.to(port)) {
            for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
                untilTaken(wire, requests.get());
                if (count == nanos.length) {
                    nanos = Arrays.copyOf(nanos, count * 2);
                }
                nanos[count++] = System.nanoTime() - before;
            }
        }
        return Arrays.copyOf(nanos, count);
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
