package dev.refill.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.refill.simulation.world.Variant;

/** Runs many seeds: several at once, each on one thread. */
final class Seeds {

    private final Supplier<Variant> variant;
    private final int enough;
    private final AtomicLong next;
    private final long last;
    private final Totals totals = new Totals();

    /** What all runs together did. Hashes are added up, so that the order of the threads does not matter. */
    static final class Totals {

        long runs;
        long steps;
        long orders;
        long payments;
        long refunds;
        long disputes;
        long kills;
        long pauses;
        long hash;
        final Set<Record> changes = new HashSet<>();
        final List<Simulation.Run> broken = new ArrayList<>();

        synchronized void add(Simulation.Run run) {
            runs++;
            steps += run.end().steps();
            orders += run.end().orders();
            payments += run.end().payments();
            refunds += run.end().refunds();
            disputes += run.end().disputes();
            kills += run.end().kills();
            pauses += run.end().pauses();
            hash += run.hash();
            changes.addAll(run.end().changes());
            if (run.isBroken()) {
                broken.add(run);
            }
        }

        private synchronized int brokenRuns() {
            return broken.size();
        }
    }

    private Seeds(long first, long count, Supplier<Variant> variant, int enough) {
        this.next = new AtomicLong(first);
        this.last = first + count - 1;
        this.variant = variant;
        this.enough = enough;
    }

    /**
     * Runs them all, or until so many are broken.
     *
     * @param first the first seed
     * @param variant makes the product for each run
     */
    static Totals run(long first, long count, Supplier<Variant> variant, int enough, int threads) {
        Seeds seeds = new Seeds(first, count, variant, enough);
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                all.add(workers.submit((Callable<Void>) seeds::work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        return seeds.totals;
    }

    private Void work() {
        for (long seed = next.getAndIncrement(); seed <= last
                && totals.brokenRuns() < enough; seed = next.getAndIncrement()) {
            totals.add(one(seed));
        }
        return null;
    }

    private Simulation.Run one(long seed) {
        try {
            return Simulation.run(seed, variant.get(), false);
        } catch (RuntimeException failed) {
            throw new IllegalStateException("seed " + seed, failed);
        }
    }
}
