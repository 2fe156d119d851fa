package dev.refill.subscriber;

import reactor.core.publisher.Mono;

/** Who the network knows. All publishers are cold. */
public interface Subscribers {

    /** Empty: no subscriber has the number. */
    Mono<Subscriber> withNumber(Msisdn msisdn);

    /** Empty: no subscriber has the id. */
    Mono<Subscriber> withId(SubscriberId id);

    /**
     * Makes a subscriber known, or does nothing if the number is known already. One statement, safe to repeat.
     *
     * @return the subscriber as it now stands
     */
    Mono<Subscriber> provision(Subscriber subscriber);
}
