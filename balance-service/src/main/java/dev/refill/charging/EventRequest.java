package dev.refill.charging;

import java.time.Instant;

import dev.refill.subscriber.Msisdn;

/**
 * A usage that is over when it is told, charged at once.
 *
 * @param client who asks
 * @param reference the client's own name of the event, unique for ever
 * @param number who used the network
 * @param target what was used
 * @param at when
 * @param quantity how much, 0 or more
 */
public record EventRequest(String client, String reference, Msisdn number, Target target, Instant at, long quantity) {

    public ChargingId id() {
        return ChargingId.event(client, reference);
    }

    /** By which a repeat is recognised: all that it says but the time, which may have been left out. */
    public String said() {
        return number + " " + target.word() + " " + quantity;
    }
}
