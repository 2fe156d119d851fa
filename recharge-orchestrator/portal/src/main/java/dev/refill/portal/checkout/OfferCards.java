package dev.refill.portal.checkout;

import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.refill.offer.Offer;
import dev.refill.offer.Quote;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;

/**
 * One offer as the amount page shows it.
 *
 * @param id the offer's name
 * @param title what a subscriber reads
 * @param cards its presets
 * @param least the smallest amount of one's own choice
 * @param most the largest
 * @param currency its code
 * @param ownChosen whether the own amount is marked
 * @param ownTyped what was typed there
 */
record OfferCards(String id, String title, List<Card> cards, String least, String most, String currency,
        boolean ownChosen, String ownTyped) {

    /**
     * One preset.
     *
     * @param value the value of the field {@code choice}
     * @param price what is paid
     * @param credit what it buys
     * @param bonus what comes on top; {@code null}: nothing
     * @param chosen whether it is marked
     */
    record Card(String value, String price, CreditText credit, @Nullable CreditText bonus, boolean chosen) {

        static Card of(Quote quote, String choice) {
            String value = valueOf(quote);
            return new Card(value, Written.money(quote.price()), CreditText.of(quote.credit()),
                    quote.bonus().value() == 0 ? null : CreditText.of(quote.bonus()), value.equals(choice));
        }
    }

    static OfferCards of(Offer offer, CheckoutForm form) {
        String id = offer.id().value();
        List<Card> cards = offer.presetQuotes().stream().map(quote -> Card.of(quote, form.choice())).toList();
        return new OfferCards(id, offer.title(), cards, Written.money(offer.least(), offer.currency()),
                Written.money(offer.most(), offer.currency()), offer.currency().getCurrencyCode(),
                form.choice().equals(id + ":own"), form.own().getOrDefault(id, ""));
    }

    /** The value of the field {@code choice} that stands for this quote. */
    static String valueOf(Quote quote) {
        return quote.offer() + ":" + quote.price().minor();
    }
}
