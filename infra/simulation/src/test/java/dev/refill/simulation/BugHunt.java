package dev.refill.simulation;

import java.util.Locale;
import java.util.Optional;

import dev.refill.simulation.bugs.PlantedBug;

/** How many seeds it takes to find a planted bug, and which invariant finds it. */
final class BugHunt {

    private static final int MOST_SEEDS = 5_000;

    private BugHunt() {}

    /** A bug that was found, or not. */
    record Found(PlantedBug bug, Optional<Simulation.Run> by) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-26s %s", bug, by
                    .map(run -> String.format(Locale.ROOT, "%5d  %s", run.seed(), run.end().broken().getFirst().rule()))
                    .orElse("not found in " + MOST_SEEDS + " seeds"));
        }
    }

    /** Runs seed after seed until one is broken. */
    static Found hunt(PlantedBug bug) {
        return new Found(bug, Seeds.run(1, MOST_SEEDS, bug::plant, 1, 1).broken.stream().findFirst());
    }
}
