package dev.refill.charging;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.SubscriberId;

/** The subscribers as charging sees them. Cold; those who ask at the same time are answered together. */
public interface Users {

    /** Empty: nobody has the number. */
    Mono<User> withNumber(Msisdn number);

    /** Empty: nobody has the id. */
    Mono<User> withId(SubscriberId id);
}
