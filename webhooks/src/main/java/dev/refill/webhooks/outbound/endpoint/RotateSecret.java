package dev.refill.webhooks.outbound.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import reactor.core.publisher.Mono;

import dev.refill.webhooks.outbound.signature.SecretVault;
import dev.refill.webhooks.outbound.signature.SigningSecret;

/** Gives an endpoint a new secret, beside which the ones before it sign for a while. */
public final class RotateSecret {

    /** Signatures of three secrets fit into any header, and nobody rotates more often than a receiver can follow. */
    private static final int MOST_LIVE = 3;

    private final EndpointStore store;
    private final SecretVault vault;
    private final Duration overlap;
    private final Clock clock;

    public RotateSecret(EndpointStore store, SecretVault vault, Duration overlap, Clock clock) {
        this.store = store;
        this.vault = vault;
        this.overlap = overlap;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Outcome {

        /**
         * @param secret shown now and never again
         * @param earlierUntil until when the secrets before it sign, too
         */
        record Rotated(SigningSecret secret, Instant earlierUntil) implements Outcome {}

        record NotFound() implements Outcome {}

        record TooManyLive(int most) implements Outcome {}
    }

    /** Cold; emits exactly one outcome. */
    public Mono<Outcome> rotate(String owner, EndpointId id) {
        return Mono.fromSupplier(vault::newSecret).flatMap(secret -> store
                .rotate(owner, id, vault.seal(secret, id.value()), overlap, MOST_LIVE)
                .map(rotated -> switch (rotated) {
                    case ROTATED -> new Outcome.Rotated(secret, clock.instant().plus(overlap));
                    case NOT_FOUND -> new Outcome.NotFound();
                    case TOO_MANY_LIVE -> new Outcome.TooManyLive(MOST_LIVE);
                }));
    }
}
