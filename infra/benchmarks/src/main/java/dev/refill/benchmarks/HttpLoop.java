package dev.refill.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Callers over HTTP, each with a connection of its own, for a bounded time. It fails if any answer is a failure, or a refusal for
 * too long.
 */
public final class HttpLoop {

    private static final Duration LONGEST_REFUSAL = Duration.ofSeconds(60);
    private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofMillis(500);
    /** In which all connections are made. */
    private static final Duration HEAD_START = Duration.ofMillis(500);

    private final LongAdder refused = new LongAdder();
    private final int port;
    private final Supplier<byte[]> requests;

    /** @param requests each one is sent once; called by many threads */
    public HttpLoop(int port, Supplier<byte[]> requests) {
        this.port = port;
        this.requests = requests;
    }

    /** Each caller sends the next request when the one before is answered. */
    public Paced run(int connections, int seconds) {
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        return all(connections, begin, () -> callUntil(end));
    }

    /**
     * Requests are due at even distances, whether those before are answered or not, and are sent as soon as a connection is
     * free. A latency counts from when its request was due.
     *
     * @param rate requests a second
     */
    public Paced paced(double rate, int connections, int seconds) {
        long begin = System.nanoTime() + HEAD_START.toNanos();
        var next = new AtomicLong();
        return all(connections, begin, () -> callWhenDue(next, begin, rate, (long) (rate * seconds)));
    }

    private static Paced all(int connections, long begin, Callable<Seen.ByOne> caller) {
        try (ExecutorService callers = Executors.newFixedThreadPool(connections)) {
            Seen seen = all(callers.invokeAll(Collections.nCopies(connections, caller)));
            return new Paced(seen.answers() * 1e9 / (System.nanoTime() - begin), seen);
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

    private Seen.ByOne callWhenDue(AtomicLong next, long begin, double rate, long count) throws IOException {
        var seen = new Seen.ByOne();
        try (Wire wire = Wire.to(port)) {
            for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                long due = begin + (long) (number * 1e9 / rate);
                awaitTime(due);
                untilTaken(wire, requests.get());
                seen.add(System.nanoTime() - due);
            }
        }
        return seen;
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
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
    public long refused() {
        return refused.sum();
    }
}
