package dev.refill.simulation;

import dev.refill.simulation.time.Chance;
import dev.refill.simulation.time.Timeline;
import dev.refill.simulation.time.VirtualSchedulers;
import dev.refill.simulation.world.Trace;
import dev.refill.simulation.world.Variant;
import dev.refill.simulation.world.Weather;
import dev.refill.simulation.world.World;

/** Runs one seed. */
public final class Simulation {

    static {
        VirtualSchedulers.install();
    }

    private Simulation() {}

    /**
     * A run and its trace.
     *
     * @param hash the same for the same happenings
     * @param words the trace, empty unless asked for
     */
    public record Run(long seed, World.End end, long hash, String words) {

        boolean isBroken() {
            return !end.broken().isEmpty();
        }
    }

    /** Runs a seed on this thread, in the weather that it draws. */
    public static Run run(long seed, Variant variant, boolean inWords) {
        Timeline timeline = new Timeline();
        Chance chance = new Chance(seed);
        return run(seed, timeline, chance, Weather.drawn(timeline, chance), variant, inWords);
    }

    static Run run(long seed, Timeline timeline, Chance chance, Weather weather, Variant variant, boolean inWords) {
        Trace trace = new Trace(timeline, inWords);
        World.End end = new World(timeline, chance, weather, trace, variant).run();
        return new Run(seed, end, trace.hash(), trace.words());
    }
}
