package dev.refill.recharge.web;

import java.security.Principal;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import dev.refill.recharge.card.KeptCard;
import dev.refill.recharge.card.KeptCardId;
import dev.refill.recharge.card.KeptCards;

/** Cards that a subscriber has chosen to keep: look at them, remove them. By which token the provider charges them is never shown. */
@RestController
@RequestMapping("/v1/subscribers/{msisdn}/cards")
final class KeptCardController {

    private final VisibleSubscribers subscribers;
    private final KeptCards cards;

    KeptCardController(VisibleSubscribers subscribers, KeptCards cards) {
        this.subscribers = subscribers;
        this.cards = cards;
    }

    /** @param expires its last month */
    record CardBody(String id, String brand, String last4, Expiry expires, Instant keptAt) {

        record Expiry(int month, int year) {}

        static CardBody of(KeptCard kept) {
            var card = kept.card();
            return new CardBody(kept.id().value(), card.brand(), card.last4(),
                    new Expiry(card.expiryMonth(), card.expiryYear()), kept.keptAt());
        }
    }

    record CardList(List<CardBody> cards) {}

    /** The newest first; to a channel's own client those that were kept through it. Somebody else's number is not found. */
    @GetMapping
    Mono<ResponseEntity<Object>> list(@PathVariable String msisdn, Principal principal) {
        return subscribers.withNumber(msisdn, principal)
                .flatMap(subscriber -> cards.of(subscriber.id(), channel(Caller.of(principal))).map(CardBody::of)
                        .collectList())
                .map(found -> ResponseEntity.ok().body((Object) new CardList(found)))
                .defaultIfEmpty(notFound());
    }

    /** From now on it is not charged, and its provider forgets it. One that is not there any more is not found. */
    @DeleteMapping("/{id}")
    Mono<ResponseEntity<Object>> remove(@PathVariable String msisdn, @PathVariable String id, Principal principal) {
        return subscribers.withNumber(msisdn, principal)
                .flatMap(subscriber -> Mono.justOrEmpty(KeptCardId.parse(id))
                        .flatMap(cards::find)
                        .filter(card -> card.subscriber().equals(subscriber.id())
                                && Caller.of(principal).maySee(card)))
                .flatMap(card -> cards.remove(card.id(), principal.getName()))
                .filter(removed -> removed)
                .map(removed -> ResponseEntity.noContent().build())
                .defaultIfEmpty(notFound());
    }

    /** {@code null}: a subscriber, who sees what was kept anywhere. */
    private static @Nullable String channel(Caller caller) {
        return caller.subscriber() == null ? caller.clientId() : null;
    }

    private static ResponseEntity<Object> notFound() {
        return ResponseEntity.status(404).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(Problems.notFound());
    }
}
