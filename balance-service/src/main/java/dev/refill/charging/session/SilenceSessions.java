package dev.refill.charging.session;

import java.time.Clock;

import reactor.core.publisher.Mono;

/** The supervisor's work: gives back what is held for sessions of which nobody speaks any more. */
public final class SilenceSessions {

    private static final int AT_ONCE = 16;

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

    /** Works through one batch; emits how many it ended. Those that another node ended, or that spoke meanwhile, are not counted. */
    public Mono<Long> round() {
        return Mono.defer(() -> bookings.silent(clock.instant(), batch)
                .flatMap(sessions::silence, AT_ONCE)
                .filter(ended -> ended)
                .count());
    }
}
