package dev.refill.recharge.web;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.SubscriberId;

/** Nobody has kept a card. */
final class NoCards implements KeptCards {

    @Override
    public boolean areKept() {
        return false;
    }

    @Override
    public Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client) {
        return Flux.empty();
    }

    @Override
    public Mono<KeptCard> find(KeptCardId id) {
        return Mono.empty();
    }

    @Override
    public Mono<Boolean> isTaken(String token) {
        return Mono.just(false);
    }

    @Override
    public boolean isTaken(KeptCard card) {
        return false;
    }

    @Override
    public Mono<Boolean> isKept(String token) {
        return Mono.just(false);
    }

    @Override
    public Mono<Boolean> isRemoved(String token) {
        return Mono.just(false);
    }

    @Override
    public Mono<Boolean> remove(KeptCardId id, String actor) {
        return Mono.just(false);
    }
}
