package dev.refill.portal.page;

import java.util.Locale;

import dev.refill.gateway.SavedCard;
import dev.refill.recharge.card.KeptCard;

/**
 * A kept card as pages name it, with nothing that could charge it.
 *
 * @param brand the provider's word; the message {@code card.brand.…} has the name, if it is a known one
 * @param expires its last month, for example {@code 12/2034}
 */
public record CardName(String id, String brand, String last4, String expires) {

    public static CardName of(KeptCard kept) {
        SavedCard card = kept.card();
        return new CardName(kept.id().value(), card.brand(), card.last4(),
                String.format(Locale.ROOT, "%02d/%d", card.expiryMonth(), card.expiryYear()));
    }
}
