package dev.refill.recharge.card;

import java.time.Instant;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.OperationKey;
import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SavedCard;
import dev.refill.subscriber.SubscriberId;

/** Where kept cards are kept. Every write is one statement that commits by itself; all publishers are cold. */
public interface KeptCardStore {

    /**
     * A captured payment whose payer has chosen that the card is kept.
     *
     * @param subscriber for whom
     * @param clientId whose order it is of
     * @param reference the provider's, of the payment
     */
    record Left(OperationKey payment, SubscriberId subscriber, String clientId, GatewayId gateway,
            ProviderReference reference) {}

    /** Payments whose card is due to be asked for; the longest overdue first, at most so many. */
    Flux<Left> left(Instant now, int limit);

    /**
     * The provider has said which card it is; who says it second changes nothing. Completes empty.
     *
     * @param card {@code null}: it kept none
     */
    Mono<Void> found(Left left, @Nullable SavedCard card, Instant now);

    /** The provider did not say: it is asked again then. Completes empty. */
    Mono<Void> askAgain(Left left, Instant at);

    /**
     * A subscriber's that were not removed, the newest first; at most so many.
     *
     * @param client those alone that were kept through it; {@code null}: all
     */
    Flux<KeptCard> of(SubscriberId subscriber, @Nullable String client, int limit);

    /** Empty: no such card, or it was removed. */
    Mono<KeptCard> find(KeptCardId id);

    /** Which gateway keeps the card of that token, one that was removed as well. Empty: none was kept here. */
    Mono<GatewayId> keeperOf(String token);

    /** Whether a card of that token is kept, and was not removed. */
    Mono<Boolean> isKept(String token);

    /** Whether a card of that token was removed. */
    Mono<Boolean> isRemoved(String token);

    /** Whether it was there, and is removed now. */
    Mono<Boolean> remove(KeptCardId id, String actor, Instant now);

    /** Those that were removed and are due to be forgotten by their providers; at most so many. */
    Flux<KeptCard> toForget(Instant now, int limit);

    /** The provider has forgotten it. Completes empty. */
    Mono<Void> forgotten(KeptCard card, Instant now);

    /** The provider did not say so: it is told again then. Completes empty. */
    Mono<Void> forgetAgain(KeptCard card, Instant at);
}
