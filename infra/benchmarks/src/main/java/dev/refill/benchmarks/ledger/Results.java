package dev.refill.benchmarks.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of all runs, and their medians. */
final class Results {

    private final Map<Point, List<Figures>> runs = new LinkedHashMap<>();

    void add(Point point, Figures figures) {
        runs.computeIfAbsent(point, first -> new ArrayList<>()).add(figures);
    }

    List<Point> points() {
        return List.copyOf(runs.keySet());
    }

    /** @throws IllegalArgumentException if it was not measured */
    Figures at(Point point) {
        List<Figures> all = runs.get(point);
        if (all == null) {
            throw new IllegalArgumentException("point: " + point + " (expected: one that was measured)");
        }
        return Figures.median(all);
    }

    /** Where this way is fastest. */
    Point best(Contention contention, Way way) {
        return runs.keySet().stream()
                .filter(point -> point.contention() == contention && point.way() == way)
                .max(Comparator.comparingDouble(point -> at(point).rate()))
                .orElseThrow();
    }
}
