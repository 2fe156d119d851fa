package dev.refill.webhooks.outbound.endpoint;

import java.net.URI;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.Subscriptions;

/** A subscription is an endpoint. */
public final class EndpointSubscriptions implements Subscriptions {

    private final RegisterEndpoint register;
    private final EndpointStore store;

    public EndpointSubscriptions(RegisterEndpoint register, EndpointStore store) {
        this.register = register;
        this.store = store;
    }

    @Override
    public Mono<Subscribed> subscribe(String owner, URI address, List<String> types) {
        return register.register(owner, address, types).map(outcome -> switch (outcome) {
            case RegisterEndpoint.Outcome.Registered(var id, var secret) ->
                new Subscribed.Done(id.value(), secret.reveal());
            case RegisterEndpoint.Outcome.Denied(String why) -> new Subscribed.Denied(why);
            case RegisterEndpoint.Outcome.AddressTaken taken -> new Subscribed.AddressTaken();
            case RegisterEndpoint.Outcome.TooMany(int most) -> new Subscribed.TooMany(most);
        });
    }

    @Override
    public Mono<Boolean> unsubscribe(String owner, String id) {
        return Mono.justOrEmpty(EndpointId.parse(id)).flatMap(endpoint -> store.delete(owner, endpoint))
                .defaultIfEmpty(false);
    }
}
