package dev.refill.webhooks.outbound.endpoint;

import java.net.URI;
import java.util.List;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.outbound.destination.Target;
import dev.refill.webhooks.outbound.destination.TargetGuard;
import dev.refill.webhooks.outbound.signature.SecretVault;
import dev.refill.webhooks.outbound.signature.SigningSecret;

/** Registers an endpoint whose address may be sent to, and makes its first secret. */
public final class RegisterEndpoint {

    private final TargetGuard guard;
    private final EndpointStore store;
    private final EndpointIds ids;
    private final SecretVault vault;
    private final int mostPerOwner;

    public RegisterEndpoint(TargetGuard guard, EndpointStore store, EndpointIds ids, SecretVault vault,
            int mostPerOwner) {
        this.guard = guard;
        this.store = store;
        this.ids = ids;
        this.vault = vault;
        this.mostPerOwner = mostPerOwner;
    }

    /** What came of it. */
    public sealed interface Outcome {

        /** @param secret shown now and never again */
        record Registered(EndpointId id, SigningSecret secret) implements Outcome {}

        /** @param why in words for its owner */
        record Denied(String why) implements Outcome {}

        record AddressTaken() implements Outcome {}

        record TooMany(int most) implements Outcome {}
    }

    /** Cold; emits exactly one outcome. */
    public Mono<Outcome> register(String owner, URI url, List<String> eventTypes) {
        return guard.admit(url).flatMap(target -> switch (target) {
            case Target.Denied(String why) -> Mono.just(new Outcome.Denied(why));
            case Target.Admitted admitted -> add(owner, url, eventTypes);
        });
    }

    private Mono<Outcome> add(String owner, URI url, List<String> eventTypes) {
        EndpointId id = ids.next();
        SigningSecret secret = vault.newSecret();
        return store.add(id, owner, url, eventTypes, vault.seal(secret, id.value()), mostPerOwner)
                .map(added -> switch (added) {
                    case ADDED -> new Outcome.Registered(id, secret);
                    case ADDRESS_TAKEN -> new Outcome.AddressTaken();
                    case TOO_MANY -> new Outcome.TooMany(mostPerOwner);
                });
    }
}
