package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * When the completer looks at what rests in a state: seconds, then minutes, then hours, then daily. The first wait of a state
 * is longer than the work of that state normally takes.
 *
 * @param <S> the states
 */
public class RestSchedule<S extends Enum<S>> {

    private final Map<S, List<Duration>> waits;
    private final Predicate<S> isLookedAt;

    /**
     * @param isLookedAt which states the completer carries on
     * @param waits for each of those the waits in order; the last one repeats
     */
    public RestSchedule(Class<S> states, Predicate<S> isLookedAt, Map<S, List<Duration>> waits) {
        this.isLookedAt = isLookedAt;
        this.waits = new EnumMap<>(states);
        for (S state : states.getEnumConstants()) {
            if (isLookedAt.test(state)) {
                this.waits.put(state, requireWaits(state, waits.get(state)));
            }
        }
    }

    /** When what has just come to a state is looked at first; {@code null} where no one has to. */
    public @Nullable Instant first(S state, Instant now) {
        return isLookedAt.test(state) ? after(state, 0, now) : null;
    }

    /** When it is looked at again after so many looks. */
    public Instant after(S state, int attempts, Instant now) {
        List<Duration> steps = requireWaits(state, waits.get(state));
        return now.plus(steps.get(Math.min(attempts, steps.size() - 1)));
    }

    private static List<Duration> requireWaits(Enum<?> state, @Nullable List<Duration> steps) {
        if (steps == null || steps.isEmpty()) {
            throw new IllegalArgumentException("waits of " + state + ": none (expected: one or more)");
        }
        return List.copyOf(steps);
    }
}
