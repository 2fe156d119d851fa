package dev.refill.charging.session;

import java.time.Clock;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The supervisor's work: gives back what is held for sessions of which nobody speaks any more. */
public final class SilenceSessions {

    private static final Logger log = LoggerFactory.getLogger(SilenceSessions.class);
    private static final int AT_ONCE = 16;
    private static final Duration PUT_OFF = Duration.ofMinutes(5);

    private final Bookings bookings;
    private final ChargeSession sessions;
    private final int batch;
    private final Clock clock;

    /** @param batch how many sessions one round takes at most */
    public SilenceSessions(Bookings bookings, ChargeSession sessions, int batch, Clock clock) {
        this.bookings = bookings;
        this.sessions = sessions;
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * Works through one batch; emits how many it ended. Those that another node ended, or that spoke meanwhile, are not counted.
     * One that cannot be ended is put off, so that it holds up no other.
     */
    public Mono<Long> round() {
        return Mono.defer(() -> bookings.silent(clock.instant(), batch)
                .flatMap(this::silence, AT_ONCE)
                .filter(ended -> ended)
                .count());
    }

    private Mono<Boolean> silence(Session session) {
        return sessions.silence(session)
                .switchIfEmpty(Mono.error(() -> new IllegalStateException(session.plan() + ": no such plan")))
                .onErrorResume(failure -> putOff(session, failure));
    }

    private Mono<Boolean> putOff(Session session, Throwable failure) {
        log.error("{}: it is silent, and what it holds could not be given back; tried again in {}", session.id(),
                PUT_OFF,
                failure);
        return bookings.putOff(session.id(), session.version(), clock.instant().plus(PUT_OFF)).thenReturn(false);
    }
}
