package dev.refill.tariff.plan;

import java.util.Map;
import java.util.Optional;

/**
 * A price that depends on how much and when.
 *
 * @param price at all times that no band below names
 * @param per for how much that is, in the unit of usage
 * @param inBands the prices in bands, by name, for the same quantity
 * @param increments in which steps usage counts
 * @param setUp charged once with each usage that money pays for
 * @param minimum what such a usage costs at least, its set-up included
 * @param rounding how the charge becomes whole
 */
public record Rate(Price price, long per, Map<String, Price> inBands, Increments increments, Price setUp,
        Price minimum, Rounding rounding) implements Tariff {

    public Rate {
        if (per < 1) {
            throw new IllegalArgumentException("per: " + per + " (expected: 1 or more)");
        }
        inBands = Ordered.copy(inBands);
    }

    /** The band, if it has a price of its own here. */
    public Optional<String> priced(Optional<String> band) {
        return band.filter(inBands::containsKey);
    }

    /** @param band empty: at other times */
    public Price priceIn(Optional<String> band) {
        return band.map(inBands::get).orElse(price);
    }
}
