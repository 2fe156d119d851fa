package dev.refill.charging;

import java.util.List;

/**
 * What a network element is told.
 *
 * @param id which session
 * @param sequence of the request that this answers
 * @param state where the session stands after it
 * @param grants what may be used from now on, by target; each replaces what was granted before
 * @param validSeconds after so long without a word the session counts as silent; 0 when it is released
 * @param unit what the charge is counted in
 * @param charged what the session has cost in credit until now
 * @param owed what of that no credit covered, as more was used than granted
 */
public record SessionAnswer(ChargingId id, long sequence, SessionState state, List<Grant> grants, long validSeconds,
        String unit, long charged, long owed) implements Answer {

    public SessionAnswer {
        grants = List.copyOf(grants);
    }

    /**
     * What may be used of one target.
     *
     * @param result anything but {@code USER_UNKNOWN}
     * @param granted 0 or more
     * @param threshold when so little of it is left it is time to ask for more
     * @param lastUnits whether there is no more after it
     */
    public record Grant(Target target, ResultCode result, long granted, long threshold, boolean lastUnits) {}
}
