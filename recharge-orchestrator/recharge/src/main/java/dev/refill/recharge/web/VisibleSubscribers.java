package dev.refill.recharge.web;

import java.security.Principal;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/** Finds a subscriber by the number in a path, for a caller who may see that one. */
final class VisibleSubscribers {

    private final Subscribers subscribers;
    private final String region;

    VisibleSubscribers(Subscribers subscribers, ApiSettings settings) {
        this.subscribers = subscribers;
        this.region = settings.region();
    }

    /** Empty: nobody has the number, or it is somebody else's. */
    Mono<Subscriber> withNumber(String msisdn, Principal principal) {
        Caller caller = Caller.of(principal);
        return Mono.justOrEmpty(Msisdn.parse(msisdn.startsWith("+") ? msisdn : "+" + msisdn, region))
                .flatMap(subscribers::withNumber)
                .filter(caller::maySee);
    }
}
