package dev.refill.charging.session;

import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;
import dev.refill.usage.Used;

/** What charging keeps. All publishers are cold; a cancel gives up waiting. */
public interface Bookings {

    /** Writes it with others that come at the same time, in one statement. Emits one outcome; an error: it is not known. */
    Mono<Booking.Written> write(Booking booking);

    /** Empty: there is no such session. Those who ask at the same time are answered together. */
    Mono<Session> session(ChargingId id);

    /** What a request was answered. Empty: it was not. */
    Mono<Booking.Stamped> answer(ChargingId id, long sequence);

    /** What an event has used. Empty: nothing is kept of it. */
    Mono<Used> used(ChargingId event);

    /** Open sessions that should have been heard of before that, those that are late longest first. */
    Flux<Session> silent(Instant before, int limit);

    /** Open sessions that were told that there is no more, and whose own buckets have changed since they were {@link #seen}. */
    Flux<WithoutMore> withoutMore(int limit);

    /** Lets these not be {@link #withoutMore} until one of the own buckets changes; not those that have changed. Completes empty. */
    Mono<Void> seen(List<WithoutMore> sessions);

    /**
     * A session that was told that there is no more.
     *
     * @param session as it stands
     * @param held what the own buckets hold, in words that differ when it differs
     */
    record WithoutMore(Session session, String held) {}

    /** Lets a session count as silent later, unless it has changed. Completes empty. */
    Mono<Void> putOff(ChargingId id, long version, Instant until);
}
