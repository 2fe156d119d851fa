package dev.refill.portal;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.SubscriberId;
import dev.refill.subscriber.Subscribers;

/** Ada, who has an account, Bob, who has none, and Cy, whose payments went back. */
public final class FakeSubscribers implements Subscribers {

    private final List<Subscriber> known = List.of(
            new Subscriber(new SubscriberId("sub_ada"), new Msisdn("+12125550100"), Subscriber.Status.ACTIVE),
            new Subscriber(new SubscriberId("sub_bob"), new Msisdn("+12125550101"), Subscriber.Status.ACTIVE),
            new Subscriber(new SubscriberId("sub_cy"), new Msisdn("+12125550102"), Subscriber.Status.ACTIVE));

    @Override
    public Mono<Subscriber> withNumber(Msisdn msisdn) {
        return Flux.fromIterable(known).filter(it -> it.msisdn().equals(msisdn)).next();
    }

    @Override
    public Mono<Subscriber> withId(SubscriberId id) {
        return Flux.fromIterable(known).filter(it -> it.id().equals(id)).next();
    }

    @Override
    public Mono<Subscriber> provision(Subscriber subscriber) {
        return Mono.error(new AssertionError("the portal provisioned (expected: never)"));
    }
}
