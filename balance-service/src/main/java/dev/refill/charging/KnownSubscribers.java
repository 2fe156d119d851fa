package dev.refill.charging;

import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;
import dev.refill.tariff.PlanId;

/** The users that are provisioned. */
final class KnownSubscribers implements Users {

    private final Subscribers subscribers;

    KnownSubscribers(Subscribers subscribers) {
        this.subscribers = subscribers;
    }

    @Override
    public Mono<User> withNumber(Msisdn number) {
        return subscribers.withNumber(number).map(KnownSubscribers::user);
    }

    @Override
    public Mono<User> withId(SubscriberId id) {
        return subscribers.withId(id).map(KnownSubscribers::user);
    }

    private static User user(Subscriber subscriber) {
        String plan = subscriber.terms().plan();
        return new User(subscriber.id(), subscriber.status().mayUse(), plan == null ? null : new PlanId(plan));
    }
}
