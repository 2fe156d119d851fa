package dev.refill.recharge.card;

import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.subscriber.SubscriberId;

/** Kept cards, as channels use them. Whether the caller may is the caller's own check. All publishers are cold. */
@NamedInterface("kept-cards")
public interface KeptCards {

    /** Whether the card that pays a new order can be kept, where some of them go at least; the same as long as the application runs. */
    boolean areKept();

    /**
     * A subscriber's, the newest first; at most a hundred.
     *
     * @param client those alone that were kept through it; {@code null}: all
     */
    Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client);

    /** Empty: no such card, or it was removed. */
    Mono<KeptCard> find(KeptCardId id);

    /** Whether a card of that token is kept here. */
    Mono<Boolean> isKept(String token);

    /**
     * Whether new orders can be paid by the card of that token, as things are configured: one that is kept here where its gateway is there and
     * charges kept cards, whatever is taken of others; any other where new orders take tokens that were kept elsewhere. Whether it was removed is
     * not asked.
     */
    Mono<Boolean> isTaken(String token);

    /** Whether the gateway that keeps a card is there still, and charges kept cards; the same as long as the application runs. */
    boolean isTaken(KeptCard card);

    /** Whether a card of that token was kept here, and removed. */
    Mono<Boolean> isRemoved(String token);

    /**
     * Removes a card: from now on nothing is charged by it here, and its provider is told to forget it until it says that it has.
     *
     * @param actor by whom, for the record
     * @return whether this has removed it; {@code false}: there is no such card any more
     */
    Mono<Boolean> remove(KeptCardId id, String actor);
}
