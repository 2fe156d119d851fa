package dev.refill.tariff.rating;

import java.time.Instant;
import java.util.Optional;

import dev.refill.tariff.plan.Rate;

/**
 * A part of a usage that money pays for.
 *
 * @param band whose price it has; empty: the price at other times
 * @param from when it began
 * @param quantity in the unit of usage
 */
record Part(Optional<String> band, Instant from, long quantity) {

    Part longerBy(long more) {
        return new Part(band, from, quantity + more);
    }

    Fraction price(Rate rate) {
        return Fraction.of(quantity, rate.priceIn(band), rate.per());
    }
}
