package dev.refill.charging;

import java.util.List;

import dev.refill.subscriber.SubscriberId;

/**
 * What an event cost, or what its refund gave back.
 *
 * @param id our id of it
 * @param subscriber who used the network
 * @param result {@code SUCCESS}, or why nothing was charged
 * @param unit what the charge is counted in
 * @param charged credit, 0 or more; of a refund 0 or less
 * @param draws from which buckets what was taken, in the order of spending; of a refund, into
 *            which it was given back
 */
public record EventAnswer(ChargingId id, SubscriberId subscriber, ResultCode result, String unit, long charged,
        List<Drawn> draws) implements Answer {

    public EventAnswer {
        draws = List.copyOf(draws);
    }

    /**
     * What was taken from one bucket, or given back to it.
     *
     * @param account where it is held
     * @param amount more than zero
     */
    public record Drawn(String account, String unit, long amount) {}
}
