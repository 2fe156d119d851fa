package dev.refill.charging.session;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.charging.Answer;
import dev.refill.charging.ChargingId;
import dev.refill.ledger.Posting;
import dev.refill.subscriber.SubscriberId;
import dev.refill.usage.UsageChange;

/**
 * What a request writes: all of it or nothing.
 *
 * @param id of the session or event
 * @param client whose
 * @param subscriber who used the network
 * @param kind the entry's word
 * @param at when it happened
 * @param postings of its entry; empty: nothing moves and there is none
 * @param usage what it adds to what was used
 * @param session as it then stands; {@code null} for an event
 * @param stamped by which a repeat is recognised; {@code null}: nobody asked for it
 */
public record Booking(ChargingId id, String client, SubscriberId subscriber, String kind, Instant at,
        List<Posting> postings, UsageChange usage, @Nullable Session session, @Nullable Stamped stamped) {

    public Booking {
        postings = List.copyOf(postings);
    }

    /**
     * An answer and which request it is to.
     *
     * @param sequence the client's number of the request
     * @param fingerprint of all that it said
     * @param answer what it was answered
     */
    public record Stamped(long sequence, String fingerprint, Answer answer) {}

    /** What became of it. */
    public enum Written {
        /** It is in the books. */
        CHARGED,
        /** Somebody changed the session meanwhile; nothing was written. */
        OVERTAKEN,
        /** The request was answered already; nothing was written. */
        REPEATED,
        /** A bucket holds less than it did; nothing was written. */
        INSUFFICIENT
    }
}
