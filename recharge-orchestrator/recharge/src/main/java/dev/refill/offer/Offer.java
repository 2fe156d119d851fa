package dev.refill.offer;

import java.util.Currency;
import java.util.List;
import java.util.Optional;

import dev.refill.bucket.Lasting;
import dev.refill.gateway.Money;
import dev.refill.ledger.LedgerUnit;

/**
 * Something on sale: presets with their bonuses, and any price between two bounds without bonus.
 *
 * @param id its name in the API
 * @param title what a subscriber reads
 * @param currency what it is paid in
 * @param creditUnit what it credits, one minor unit of credit per minor unit of price
 * @param presets the prices that are proposed, in rising order
 * @param least the smallest price of one's own choice, in minor units
 * @param most the largest price of one's own choice, in minor units
 * @param whenSpent what happens to spent credit whose payment goes back
 * @param lasting how long its credit lasts; empty: for ever
 */
public record Offer(OfferId id, String title, Currency currency, LedgerUnit creditUnit, List<Preset> presets,
        long least,
        long most, WhenSpent whenSpent, Optional<Lasting> lasting) {

    /** An offer whose credit lasts for ever, and is owed if it is spent and its payment goes back. */
    public Offer(OfferId id, String title, Currency currency, LedgerUnit creditUnit, List<Preset> presets, long least,
            long most) {
        this(id, title, currency, creditUnit, presets, least, most, WhenSpent.OWE, Optional.empty());
    }

    /**
     * A proposed price.
     *
     * @param price in minor units of the offer's currency
     * @param bonus in the offer's credit unit
     */
    public record Preset(long price, long bonus) {}

    public Offer {
        presets = List.copyOf(presets);
        if (least <= 0 || most < least) {
            throw new IllegalArgumentException("bounds: " + least + " to " + most + " (expected: 0 < least ≤ most)");
        }
        if (whenSpent == WhenSpent.FREEZE && lasting.isPresent()) {
            throw new IllegalArgumentException(
                    id + ": credit that ends cannot be frozen (expected: when-spent is owe, or lasts is not set)");
        }
    }

    /** What the price buys. Empty: the offer is not sold at that price or in that currency. */
    public Optional<Quote> quote(Money price) {
        if (!price.currency().equals(currency)) {
            return Optional.empty();
        }
        Optional<Preset> preset = presets.stream().filter(it -> it.price() == price.minor()).findFirst();
        if (preset.isEmpty() && (price.minor() < least || price.minor() > most)) {
            return Optional.empty();
        }
        long bonus = preset.map(Preset::bonus).orElse(0L);
        return Optional
                .of(new Quote(id, price, new Quantity(price.minor(), creditUnit), new Quantity(bonus, creditUnit)));
    }

    /** The proposed prices with what each buys, in rising order. */
    public List<Quote> presetQuotes() {
        return presets.stream().flatMap(preset -> quote(new Money(preset.price(), currency)).stream()).toList();
    }
}
