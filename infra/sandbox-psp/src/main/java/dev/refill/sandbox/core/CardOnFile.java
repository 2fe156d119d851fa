package dev.refill.sandbox.core;

import org.jspecify.annotations.Nullable;

/**
 * A card as a payment refers to it.
 *
 * @param customer for whom it is kept, or will be once it was charged; absent where it is not
 */
public record CardOnFile(String id, Card card, @Nullable String customer) {

    public CardOnFile(String id, Card card) {
        this(id, card, null);
    }
}
