package dev.refill.tariff;

import java.time.Instant;

/**
 * A plan as it is in force for a while.
 *
 * @param version its number
 * @param plan what it says
 * @param from since when
 * @param until up to when this is certain; at that instant and behind it one has to ask again
 */
public record PlanInForce(int version, TariffPlan plan, Instant from, Instant until) {

    public boolean includes(Instant instant) {
        return !instant.isBefore(from) && instant.isBefore(until);
    }
}
