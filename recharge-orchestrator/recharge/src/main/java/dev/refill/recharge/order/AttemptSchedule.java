package dev.refill.recharge.order;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.recharge.RechargeState;

/**
 * When the completer looks at an order that rests in a state: seconds, then minutes, then hours, then daily.
 * The first wait of a state is longer than the work of that state normally takes.
 */
public final class AttemptSchedule {

    private final Map<RechargeState, List<Duration>> waits = new EnumMap<>(RechargeState.class);

    /**
     * @param waits for each state that is not terminal the waits in order; the last one repeats
     */
    public AttemptSchedule(Map<RechargeState, List<Duration>> waits) {
        for (RechargeState state : RechargeState.values()) {
            if (!state.isTerminal()) {
                this.waits.put(state, requireWaits(state, waits.get(state)));
            }
        }
    }

    /** When an order that has just come to a state is looked at first; {@code null} where no one has to. */
    @Nullable
    Instant first(RechargeState state, Instant now) {
        return state.isTerminal() ? null : after(state, 0, now);
    }

    /** When an order is looked at again after so many looks. */
    Instant after(RechargeState state, int attempts, Instant now) {
        List<Duration> steps = requireWaits(state, waits.get(state));
        return now.plus(steps.get(Math.min(attempts, steps.size() - 1)));
    }

    private static List<Duration> requireWaits(RechargeState state, @Nullable List<Duration> steps) {
        if (steps == null || steps.isEmpty()) {
            throw new IllegalArgumentException("waits of " + state + ": none (expected: one or more)");
        }
        return List.copyOf(steps);
    }
}
