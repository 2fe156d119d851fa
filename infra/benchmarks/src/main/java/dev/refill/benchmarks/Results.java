package dev.refill.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The figures of all runs, and their medians. Not safe for use by many threads.
 *
 * @param <P> what tells one measurement of a run from the others
 */
public final class Results<P> {

    private final Map<P, List<Figures>> runs = new LinkedHashMap<>();

    /** Adds a run's. */
    public void add(P point, Figures figures) {
        runs.computeIfAbsent(point, first -> new ArrayList<>()).add(figures);
    }

    /** In the order in which they first came. */
    public List<P> points() {
        return List.copyOf(runs.keySet());
    }

    /** @throws IllegalArgumentException if it was not measured */
    public Figures at(P point) {
        List<Figures> all = runs.get(point);
        if (all == null) {
            throw new IllegalArgumentException("point: " + point + " (expected: one that was measured)");
        }
        return Figures.median(all);
    }

    /** Which of these is fastest; one at least was measured. */
    public P best(Predicate<P> among) {
        return runs.keySet().stream()
                .filter(among)
                .max(Comparator.comparingDouble(point -> at(point).rate()))
                .orElseThrow();
    }
}
