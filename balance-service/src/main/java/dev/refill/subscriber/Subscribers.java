package dev.refill.subscriber;

import reactor.core.publisher.Mono;

/** Who the network knows. All publishers are cold; look-ups that meet are one statement, and a cancel gives up waiting. */
public interface Subscribers {

    /** Whoever has the number, main or not. Empty: nobody has, or whoever had it last is closed. */
    Mono<Subscriber> withNumber(Msisdn msisdn);

    /** Empty: no subscriber has the id. Who is closed is found. */
    Mono<Subscriber> withId(SubscriberId id);

    /**
     * Makes a subscriber known, or does nothing if the number is known already. One statement writes, safe to repeat; a
     * cancel does not undo it.
     *
     * @return the subscriber as it now stands
     */
    Mono<Subscriber> provision(Subscriber subscriber);
}
