package dev.refill.portal.checkout;

import java.util.List;
import java.util.Optional;

import dev.refill.recharge.card.KeptCard;

/**
 * Which cards may pay a recharge besides one that is entered, and whether that one can be kept.
 *
 * @param kept the newest first
 * @param mayKeep whether who is signed in recharges the own number, where the provider keeps cards
 * @param maySignIn whether it would be so if the owner of the number signed in
 */
record OwnCards(List<KeptCard> kept, boolean mayKeep, boolean maySignIn) {

    static final OwnCards NONE = new OwnCards(List.of(), false, false);
    static final OwnCards OF_NOBODY = new OwnCards(List.of(), false, true);

    static OwnCards of(List<KeptCard> kept) {
        return new OwnCards(kept, true, false);
    }

    /** Empty: there is no such card among them. */
    Optional<KeptCard> find(String id) {
        return kept.stream().filter(card -> card.id().value().equals(id)).findFirst();
    }

    /** Which card is proposed; empty text: one that is entered. */
    String proposed() {
        return kept.isEmpty() ? "" : kept.getFirst().id().value();
    }
}
