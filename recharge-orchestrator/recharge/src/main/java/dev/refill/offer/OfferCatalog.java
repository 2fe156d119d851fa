package dev.refill.offer;

import java.util.List;
import java.util.Optional;

/** The offers on sale, in the order in which they are shown. Fixed while the application runs. */
public record OfferCatalog(List<Offer> offers) {

    public OfferCatalog {
        offers = List.copyOf(offers);
        if (offers.stream().map(Offer::id).distinct().count() != offers.size()) {
            throw new IllegalArgumentException("offers: an id twice (expected: once)");
        }
    }

    /** Empty: nothing of that name is on sale. */
    public Optional<Offer> find(OfferId id) {
        return offers.stream().filter(offer -> offer.id().equals(id)).findFirst();
    }
}
