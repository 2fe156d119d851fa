package dev.refill.recharge.order;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.refill.recharge.RechargeState;

/** When the completer looks at an order that rests in a state. */
public final class AttemptSchedule extends RestSchedule<RechargeState> {

    /**
     * @param waits for each state that is not terminal the waits in order; the last one repeats
     */
    public AttemptSchedule(Map<RechargeState, List<Duration>> waits) {
        super(RechargeState.class, state -> !state.isTerminal(), waits);
    }
}
