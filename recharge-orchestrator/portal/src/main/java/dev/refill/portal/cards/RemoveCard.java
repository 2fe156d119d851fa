package dev.refill.portal.cards;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.portal.page.Problem;
import dev.refill.portal.page.SignedInSubscriber;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;
import dev.refill.subscriber.Subscriber;

/** Removes a card of who is signed in. */
@Controller
class RemoveCard {

    private final SignedInSubscriber signedIn;
    private final KeptCards cards;
    private final CardsPages pages;

    RemoveCard(SignedInSubscriber signedIn, KeptCards cards, CardsPages pages) {
        this.signedIn = signedIn;
        this.cards = cards;
        this.pages = pages;
    }

    /** One that is another's, or not there any more, is told alike. */
    @PostMapping("/cards/{id}/remove")
    Mono<Rendering> remove(@PathVariable String id, ServerWebExchange exchange) {
        return signedIn.required(exchange).flatMap(subscriber -> remove(id, subscriber));
    }

    private Mono<Rendering> remove(String id, Subscriber subscriber) {
        return Mono.justOrEmpty(KeptCardId.parse(id))
                .flatMap(cards::find)
                .filter(card -> card.subscriber().equals(subscriber.id()))
                .flatMap(card -> cards.remove(card.id(), subscriber.id().value()))
                .map(removed -> CardsPages.after("removed"))
                .switchIfEmpty(Mono.defer(() -> pages.page(subscriber, HttpStatus.NOT_FOUND,
                        new Problem("cards", "problem.card.unknown"))));
    }
}
