package dev.refill.benchmarks.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What is measured once a run. */
record Point(Contention contention, int callers, Way way) {

    /** Everything; the ways take turns within a number of callers. */
    static List<Point> all(List<Integer> callers) {
        return Arrays.stream(Contention.values()).flatMap(contention -> all(contention, callers)).toList();
    }

    private static Stream<Point> all(Contention contention, List<Integer> callers) {
        return Stream.concat(callers.stream(), Stream.of(1, 2, 4, 16, 64)).distinct().sorted()
                .flatMap(number -> Arrays.stream(Way.values())
                        .filter(way -> way.clients(callers).contains(number))
                        .map(way -> new Point(contention, number, way)));
    }

    @Override
    public String toString() {
        return contention + ", " + callers + " callers, " + way;
    }
}
