package dev.refill.charging.session;

import java.time.Instant;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingId;

/** What charging keeps. All publishers are cold; a cancel gives up waiting. */
public interface Bookings {

    /** Writes it with others that come at the same time, in one statement. Emits one outcome; an error: it is not known. */
    Mono<Booking.Written> write(Booking booking);

    /** Empty: there is no such session. Those who ask at the same time are answered together. */
    Mono<Session> session(ChargingId id);

    /** What a request was answered. Empty: it was not. */
    Mono<Booking.Stamped> answer(ChargingId id, long sequence);

    /** Open sessions that should have been heard of before that, those that are late longest first. */
    Flux<Session> silent(Instant before, int limit);

    /** Lets a session count as silent later, unless it has changed. Completes empty. */
    Mono<Void> putOff(ChargingId id, long version, Instant until);
}
