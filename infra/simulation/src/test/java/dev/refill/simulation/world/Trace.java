package dev.refill.simulation.world;

import java.util.function.Supplier;

import dev.refill.simulation.time.Life;
import dev.refill.simulation.time.Timeline;

/** Notes what happens: always as a number that is the same for the same happenings, and on demand in words. */
public final class Trace {

    private final Timeline timeline;
    private final boolean inWords;
    private final StringBuilder words = new StringBuilder();
    private long hash = 0xcbf29ce484222325L;

    public Trace(Timeline timeline, boolean inWords) {
        this.timeline = timeline;
        this.inWords = inWords;
    }

    /** @param detail is asked for only where words are wanted, and must not change anything */
    public void note(Life who, String what, Supplier<?> detail) {
        mix(timeline.now());
        mix(who.toString().hashCode());
        mix(what.hashCode());
        if (inWords) {
            words.append(timeline.clock().instant()).append("  ").append(who).append("  ").append(what).append("  ")
                    .append(detail.get()).append('\n');
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    public long hash() {
        return hash;
    }

    public String words() {
        return words.toString();
    }
}
