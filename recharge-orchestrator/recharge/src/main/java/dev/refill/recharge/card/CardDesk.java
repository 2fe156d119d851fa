package dev.refill.recharge.card;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.recharge.order.Gateways;
import dev.refill.subscriber.SubscriberId;

/** {@link KeptCards} over a store. */
public final class CardDesk implements KeptCards {

    private static final int MOST_LISTED = 100;

    private final KeptCardStore store;
    private final Gateways gateways;
    private final Clock clock;

    public CardDesk(KeptCardStore store, Gateways gateways, Clock clock) {
        this.store = store;
        this.gateways = gateways;
        this.clock = clock;
    }

    @Override
    public boolean areKept() {
        return gateways.keepCards();
    }

    @Override
    public Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client) {
        return store.of(subscriber, client, MOST_LISTED);
    }

    @Override
    public Mono<KeptCard> find(KeptCardId id) {
        return store.find(id);
    }

    @Override
    public Mono<Boolean> isKept(String token) {
        return store.isKept(token);
    }

    @Override
    public Mono<Boolean> isTaken(String token) {
        return store.isKept(token)
                .flatMap(kept -> kept
                        ? store.keeperOf(token).map(gateways::chargesKeptCards)
                        : Mono.fromSupplier(gateways::takeOthersCards));
    }

    @Override
    public boolean isTaken(KeptCard card) {
        return gateways.chargesKeptCards(card.gateway());
    }

    @Override
    public Mono<Boolean> isRemoved(String token) {
        return store.isRemoved(token);
    }

    @Override
    public Mono<Boolean> remove(KeptCardId id, String actor) {
        return Mono.defer(() -> store.remove(id, actor, clock.instant()));
    }
}
