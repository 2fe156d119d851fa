package dev.refill.recharge.card;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.NotFound;
import dev.refill.gateway.SavedCard;
import dev.refill.gateway.SavedCardOutcome;
import dev.refill.gateway.Unresolved;
import dev.refill.recharge.card.KeptCardStore.Left;
import dev.refill.recharge.order.Gateways;

/** Asks providers which card a paid order has left, where its payer has chosen that it is kept. */
public final class SeekCards {

    private static final Logger log = LoggerFactory.getLogger(SeekCards.class);
    private static final int AT_ONCE = 4;
    private static final int BATCH = 32;
    private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

    private final KeptCardStore store;
    private final Gateways gateways;
    private final Clock clock;

    public SeekCards(KeptCardStore store, Gateways gateways, Clock clock) {
        this.store = store;
        this.gateways = gateways;
        this.clock = clock;
    }

    /** Works through one batch; emits how many it asked for. What another node asks for as well is kept once. */
    public Mono<Long> round() {
        // Collected first: a connection must not wait for providers.
        return Mono.defer(() -> store.left(clock.instant(), BATCH).collectList())
                .flatMapIterable(due -> due)
                .flatMap(left -> seek(left).thenReturn(left), AT_ONCE)
                .count();
    }

    private Mono<Void> seek(Left left) {
        // Deferred: a gateway that is not there any more is a failure of this card alone.
        return Mono.defer(() -> gateways.get(left.gateway()).savedCards()
                .map(cards -> cards.savedBy(left.reference()))
                // It keeps none, whatever was chosen.
                .orElseGet(() -> Mono.just(new NotFound())))
                .flatMap(outcome -> note(left, outcome))
                .onErrorResume(failure -> {
                    log.warn("card of {} could not be asked for: {}", left.payment(), failure.toString());
                    return store.askAgain(left, later());
                });
    }

    private Mono<Void> note(Left left, SavedCardOutcome outcome) {
        return switch (outcome) {
            case SavedCard card -> store.found(left, card, clock.instant());
            case NotFound none -> store.found(left, null, clock.instant());
            case Unresolved unresolved -> store.askAgain(left, later());
        };
    }

    private Instant later() {
        return clock.instant().plus(AGAIN_AFTER);
    }
}
