package dev.refill.recharge.card;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.ForgetOutcome;
import dev.refill.gateway.Forgotten;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.order.Gateways;

/** Tells providers to forget the cards that were removed, until they say that they have. */
public final class ForgetCards {

    private static final Logger log = LoggerFactory.getLogger(ForgetCards.class);
    private static final int AT_ONCE = 4;
    private static final int BATCH = 32;
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);

    private final KeptCardStore store;
    private final Gateways gateways;
    private final Clock clock;

    public ForgetCards(KeptCardStore store, Gateways gateways, Clock clock) {
        this.store = store;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** Works through one batch; emits how many it told. What another node tells as well is forgotten once. */
    public Mono<Long> round() {
        return Mono.defer(() -> store.toForget(clock.instant(), BATCH).collectList())
                .flatMapIterable(due -> due)
                .flatMap(card -> forget(card).thenReturn(card), AT_ONCE)
                .count();
    }

    private Mono<Void> forget(KeptCard card) {
        // Deferred: a gateway that is not there any more is a failure of this card alone.
        return Mono.defer(() -> gateways.get(card.gateway()).savedCards()
                .map(cards -> cards.forget(card.card().token()))
                .orElseGet(() -> Mono.just(new Forgotten())))
                .flatMap(outcome -> note(card, outcome))
                .onErrorResume(failure -> {
                    log.warn("{} could not be forgotten: {}", card.id(), failure.toString());
                    return store.forgetAgain(card, later());
                });
    }

    private Mono<Void> note(KeptCard card, ForgetOutcome outcome) {
        return switch (outcome) {
            case Forgotten forgotten -> store.forgotten(card, clock.instant());
            case Unresolved unresolved -> store.forgetAgain(card, later());
        };
    }

    private Instant later() {
        return clock.instant().plus(AGAIN_AFTER);
    }
}
