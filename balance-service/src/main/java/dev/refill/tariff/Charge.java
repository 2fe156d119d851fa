package dev.refill.tariff;

import java.util.List;

import dev.refill.ledger.Amount;

/**
 * What a usage costs.
 *
 * @param amount money, in minor units of the plan's unit, 0 or more
 * @param rated what the quantity counts as, in the unit of usage
 * @param paid how much of that money pays for; the rest comes from allowances or is free
 * @param draws from which buckets, in this order; each bucket once
 * @param steps how it came to be
 */
public record Charge(Amount amount, long rated, long paid, List<Draw> draws, List<Step> steps) {

    public Charge {
        draws = List.copyOf(draws);
        steps = List.copyOf(steps);
    }
}
