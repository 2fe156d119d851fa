package dev.refill.simulation.time;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** All chance of a run; the same seed, the same chance. */
public final class Chance {

    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public RandomGenerator generator() {
        return random;
    }

    public boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Microseconds from {@code least} to {@code most}, evenly. */
    public long between(Duration least, Duration most) {
        return random.nextLong(Timeline.micros(least), Timeline.micros(most) + 1);
    }

    /** Microseconds from {@code least} to {@code most}, each order of magnitude as likely as another. */
    public long spread(Duration least, Duration most) {
        double low = StrictMath.log((double) Timeline.micros(least));
        double high = StrictMath.log((double) Timeline.micros(most));
        return Math.round(StrictMath.exp(low + random.nextDouble() * (high - low)));
    }

    public <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
