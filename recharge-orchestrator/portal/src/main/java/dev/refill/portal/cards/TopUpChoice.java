package dev.refill.portal.cards;

import java.util.List;

import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.Quote;
import dev.refill.portal.page.CreditText;
import dev.refill.portal.page.Written;

/**
 * One of the prices that are proposed.
 *
 * @param value of the field {@code choice}
 */
record TopUpChoice(String value, String offer, String price, CreditText total) {

    static List<TopUpChoice> of(OfferCatalog catalog) {
        return catalog.offers().stream()
                .flatMap(offer -> offer.presetQuotes().stream().map(quote -> of(offer, quote)))
                .toList();
    }

    private static TopUpChoice of(Offer offer, Quote quote) {
        return new TopUpChoice(quote.offer() + ":" + quote.price().minor(), offer.title(),
                Written.money(quote.price()), CreditText.of(quote.total()));
    }
}
