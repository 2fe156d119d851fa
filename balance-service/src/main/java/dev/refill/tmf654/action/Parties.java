package dev.refill.tmf654.action;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscriber.Status;
import dev.refill.subscriber.Subscribers;

/** Finds who is meant. */
final class Parties {

    private final Subscribers subscribers;

    Parties(Subscribers subscribers) {
        this.subscribers = subscribers;
    }

    /** Empty: nobody, or somebody who left. */
    Mono<Subscriber> find(Whom whom) {
        Mono<Subscriber> found = switch (whom) {
            case Whom.OfBucket(BucketId bucket) -> subscribers.withId(bucket.owner());
            case Whom.OfNumber(var number) -> subscribers.withNumber(number);
            case Whom.OfSubscriber(var id) -> subscribers.withId(id);
        };
        return found.filter(subscriber -> subscriber.status() != Status.CLOSED);
    }
}
