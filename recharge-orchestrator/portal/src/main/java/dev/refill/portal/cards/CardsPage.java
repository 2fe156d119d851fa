package dev.refill.portal.cards;

import java.util.Set;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.result.view.Rendering;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import dev.refill.portal.page.SignedInSubscriber;

/** Cards, automatic top-ups and what they did, of who is signed in. */
@Controller
class CardsPage {

    private static final Set<String> DONE = Set.of("removed", "made", "paused", "resumed", "cancelled");

    private final SignedInSubscriber signedIn;
    private final CardsPages pages;

    CardsPage(SignedInSubscriber signedIn, CardsPages pages) {
        this.signedIn = signedIn;
        this.pages = pages;
    }

    /** @param done what was just done; another word is passed over */
    @GetMapping("/cards")
    Mono<Rendering> show(ServerWebExchange exchange, @RequestParam(defaultValue = "") String done) {
        return signedIn.required(exchange)
                .flatMap(subscriber -> pages.page(subscriber, DONE.contains(done) ? done : ""));
    }
}
