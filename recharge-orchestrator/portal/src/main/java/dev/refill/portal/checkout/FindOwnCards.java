package dev.refill.portal.checkout;

import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.gateway.PaymentMethodType;
import dev.refill.portal.page.SignedInSubscriber;
import dev.refill.recharge.Recharges;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Msisdn;
import dev.refill.subscriber.Subscriber;
import dev.refill.subscriber.Subscribers;

/** Finds the cards of who is signed in and recharges the own number: the payer's card becomes that subscriber's. */
@Component
class FindOwnCards {

    private final SignedInSubscriber signedIn;
    private final Subscribers subscribers;
    private final KeptCards cards;
    private final Recharges recharges;

    FindOwnCards(SignedInSubscriber signedIn, Subscribers subscribers, KeptCards cards, Recharges recharges) {
        this.signedIn = signedIn;
        this.subscribers = subscribers;
        this.cards = cards;
        this.recharges = recharges;
    }

    /** Cold; exactly one. */
    Mono<OwnCards> of(ServerWebExchange exchange, Msisdn recharged) {
        return cards.areKept() && recharges.paymentMethods().contains(PaymentMethodType.HOSTED_PAGE)
                ? signedIn.of(exchange)
                        .flatMap(subscriber -> of(subscriber, recharged))
                        .defaultIfEmpty(OwnCards.OF_NOBODY)
                : Mono.just(OwnCards.NONE);
    }

    private Mono<OwnCards> of(Subscriber signedIn, Msisdn recharged) {
        return subscribers.withNumber(recharged)
                .filter(owner -> owner.id().equals(signedIn.id()))
                .flatMap(owner -> cards.of(owner.id(), null).filter(cards::isTaken).collectList().map(OwnCards::of))
                .defaultIfEmpty(OwnCards.NONE);
    }
}
