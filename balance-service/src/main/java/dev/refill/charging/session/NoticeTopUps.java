package dev.refill.charging.session;

import java.time.Clock;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.charging.ChargingNotices;
import dev.refill.charging.ChargingNotices.ToppedUp;
import dev.refill.charging.session.Bookings.WithoutMore;

/** Notices that sessions which were told that there is no more could have more again, and has their clients told. */
public final class NoticeTopUps {

    private static final Logger log = LoggerFactory.getLogger(NoticeTopUps.class);
    private static final int AT_ONCE = 16;

    private final Bookings bookings;
    private final ChargeSession sessions;
    private final ChargingNotices notices;
    private final int batch;
    private final Clock clock;

    /** @param batch how many sessions one round looks at, at most */
    public NoticeTopUps(Bookings bookings, ChargeSession sessions, ChargingNotices notices, int batch, Clock clock) {
        this.bookings = bookings;
        this.sessions = sessions;
        this.notices = notices;
        this.batch = batch;
        this.clock = clock;
    }

    /**
     * Works through one batch; emits how many it looked at. Whatever ends it, and however many nodes do it at once, a client is
     * told of one version of a session once.
     */
    public Mono<Long> round() {
        return Mono.defer(() -> bookings.withoutMore(batch).collectList()).flatMap(this::round);
    }

    private Mono<Long> round(List<WithoutMore> looked) {
        return Flux.fromIterable(looked)
                .map(WithoutMore::session)
                .flatMap(this::toppedUp, AT_ONCE)
                .collectList()
                .flatMap(found -> found.isEmpty() ? Mono.empty() : notices.toppedUp(found))
                .then(Mono.defer(() -> looked.isEmpty() ? Mono.empty() : bookings.seen(looked)))
                .thenReturn((long) looked.size());
    }

    private Mono<ToppedUp> toppedUp(Session session) {
        return sessions.couldHaveMore(session)
                .onErrorResume(failure -> {
                    log.error("{}: whether there is more for it again is not known", session.id(), failure);
                    return Mono.just(false);
                })
                .filter(more -> more)
                .map(more -> new ToppedUp(session.id(), session.version(), session.client(), session.subscriber(),
                        clock.instant()));
    }
}
