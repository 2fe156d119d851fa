package dev.refill.charging;

import java.time.Instant;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;

/** How network elements hear of what they have not asked for. */
public interface ChargingNotices {

    /**
     * Tells the clients of these sessions, all or none, to ask for more. One that is told twice of the same version of a session
     * must hear it once. Cold; completes empty. An error: it is not known, and they are told again.
     *
     * @param sessions at most a few hundred
     */
    Mono<Void> toppedUp(List<ToppedUp> sessions);

    /**
     * A session that was told that there is no more, and could have more again.
     *
     * @param session which
     * @param version of the session when it was told so
     * @param client whose session it is
     * @param subscriber whose credit it is
     * @param at when it was noticed
     */
    record ToppedUp(ChargingId session, long version, String client, SubscriberId subscriber, Instant at) {}
}
