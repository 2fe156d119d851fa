package dev.refill.portal;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.SavedCard;
import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.SubscriberId;

/** Cards in memory: Ada's Visa and Bob's card of a brand that nobody knows. */
public final class FakeKeptCards implements KeptCards {

    static final KeptCard ADAS = card("1", "sub_ada", "visa", "4242");
    static final KeptCard BOBS = card("2", "sub_bob", "moon express", "0005");

    private final List<KeptCard> kept = new CopyOnWriteArrayList<>();
    private volatile boolean areKept = true;
    private volatile boolean areTaken = true;

    /** Everybody has one. */
    void reset() {
        areKept = true;
        areTaken = true;
        kept.clear();
        kept.addAll(List.of(ADAS, BOBS));
    }

    void areNotKept() {
        areKept = false;
    }

    /** The gateway that keeps them is not there any more. */
    void areNotTaken() {
        areTaken = false;
    }

    void empty() {
        kept.clear();
    }

    private static KeptCard card(String digit, String owner, String brand, String last4) {
        return new KeptCard(new KeptCardId("crd_" + digit.repeat(32)), new SubscriberId(owner), "portal",
                new GatewayId("stripe"),
                new SavedCard("cus_secret" + digit + ".pm_secret" + digit, brand, last4, 3, 2034),
                Instant.parse("2026-03-01T09:29:00Z"));
    }

    @Override
    public boolean areKept() {
        return areKept;
    }

    @Override
    public Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client) {
        return Flux.fromIterable(kept).filter(card -> card.subscriber().equals(subscriber));
    }

    @Override
    public Mono<KeptCard> find(KeptCardId id) {
        return Flux.fromIterable(kept).filter(card -> card.id().equals(id)).next();
    }

    @Override
    public Mono<Boolean> isKept(String token) {
        return Mono.just(kept.stream().anyMatch(card -> card.card().token().equals(token)));
    }

    @Override
    public Mono<Boolean> isTaken(String token) {
        return isKept(token).map(isThere -> isThere && areTaken);
    }

    @Override
    public boolean isTaken(KeptCard card) {
        return areTaken;
    }

    @Override
    public Mono<Boolean> isRemoved(String token) {
        return isKept(token).map(isThere -> !isThere);
    }

    @Override
    public Mono<Boolean> remove(KeptCardId id, String actor) {
        return Mono.fromSupplier(() -> kept.removeIf(card -> card.id().equals(id)));
    }
}
