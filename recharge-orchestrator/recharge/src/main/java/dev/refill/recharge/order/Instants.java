package dev.refill.recharge.order;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The present as PostgreSQL keeps it, so that an order in memory equals the one that is read back. */
public final class Instants {

    private Instants() {}

    public static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
