package dev.refill.portal;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

import dev.refill.bucket.Lasting;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.offer.WhenSpent;

/** What is on sale in tests: $10, $20 (bonus $1.00), $50 (bonus $5.00), or $5 to $200, all for 30 days. */
public final class TestOffers {

    public static final Offer AIRTIME = new Offer(new OfferId("airtime-usd"), "Airtime", Currency.getInstance("USD"),
            new LedgerUnit("airtime:USD"),
            List.of(new Offer.Preset(1000, 0), new Offer.Preset(2000, 100), new Offer.Preset(5000, 500)), 500, 20_000,
            WhenSpent.OWE, Optional.of(new Lasting(Lasting.Policy.LATEST, Duration.ofDays(30))));

    public static final OfferCatalog CATALOG = new OfferCatalog(List.of(AIRTIME));

    private TestOffers() {}
}
