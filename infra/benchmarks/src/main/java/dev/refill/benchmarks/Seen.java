package dev.refill.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** The latencies that all callers saw; there is one at least. */
public final class Seen {

    private final long[] nanos;

    private Seen(long[] sorted) {
        this.nanos = sorted;
    }

    /** @throws IllegalStateException if nobody had an answer */
    public static Seen of(Collection<ByOne> callers) {
        long[] all = callers.stream().flatMapToLong(caller -> Arrays.stream(caller.nanos, 0, caller.count)).sorted()
                .toArray();
        if (all.length == 0) {
            throw new IllegalStateException("answers: 0 (expected: some)");
        }
        return new Seen(all);
    }

    public int answers() {
        return nanos.length;
    }

    /** A latency in milliseconds that this share of the answers did not exceed. */
    public double millisAt(double share) {
        int rank = (int) Math.ceil(share * nanos.length);
        return nanos[Math.max(rank, 1) - 1] / 1e6;
    }

    /** The latencies that one caller saw. Not safe for use by many threads at the same time. */
    public static final class ByOne {

        private long[] nanos = new long[1024];
        private int count;

        /** Adds an answer. */
        public void add(long latencyNanos) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = latencyNanos;
        }
    }
}
