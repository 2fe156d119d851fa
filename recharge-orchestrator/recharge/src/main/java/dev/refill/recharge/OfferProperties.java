package dev.refill.recharge;

import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import dev.refill.bucket.Lasting;
import dev.refill.ledger.LedgerUnit;
import dev.refill.offer.Offer;
import dev.refill.offer.OfferCatalog;
import dev.refill.offer.OfferId;
import dev.refill.offer.WhenSpent;

/**
 * The offers on sale, {@code refill.offers.catalog[*]}.
 *
 * @param catalog in the order in which they are shown
 */
@ConfigurationProperties("refill.offers")
public record OfferProperties(List<Item> catalog) {

    // The binder passes null for what is not set, whatever the declared type says.
    @SuppressWarnings("ConstantValue")
    public OfferProperties {
        if (catalog == null || catalog.isEmpty()) {
            throw new IllegalArgumentException("refill.offers.catalog: empty (expected: one offer or more)");
        }
    }

    /**
     * One offer.
     *
     * @param id its name in the API
     * @param title what a subscriber reads
     * @param currency what it is paid in
     * @param creditUnit what it credits
     * @param least the smallest price of one's own choice, in minor units
     * @param most the largest price of one's own choice, in minor units
     * @param presets the proposed prices with their bonuses, in minor units
     * @param whenSpent what happens to spent credit whose payment goes back
     * @param lasts how long its credit lasts, in whole days; absent: for ever
     * @param topUp if it lasts for some time only: what happens to credit of that kind which is there already; absent: latest
     */
    public record Item(String id, String title, Currency currency, String creditUnit, long least, long most,
            List<Offer.Preset> presets, @DefaultValue("owe") WhenSpent whenSpent,
            @Nullable Duration lasts, Lasting.@Nullable Policy topUp) {}

    OfferCatalog toCatalog() {
        return new OfferCatalog(catalog.stream().map(OfferProperties::toOffer).toList());
    }

    private static Offer toOffer(Item item) {
        return new Offer(new OfferId(item.id()), item.title(), item.currency(), new LedgerUnit(item.creditUnit()),
                item.presets(), item.least(), item.most(), item.whenSpent(),
                lasting(item));
    }

    private static Optional<Lasting> lasting(Item item) {
        Duration lasts = item.lasts();
        Lasting.Policy topUp = item.topUp();
        if (lasts == null && topUp != null) {
            throw new IllegalArgumentException(
                    item.id() + ".top-up: " + topUp + " (expected: only where lasts is set)");
        }
        return Optional.ofNullable(lasts)
                .map(period -> new Lasting(topUp == null ? Lasting.Policy.LATEST : topUp, period));
    }
}
