package dev.refill.gateways.stripe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How much one search may read, in all the lists it looks into: so many pages, and no further page once it has taken
 * long. For one search and one thread.
 */
final class Allowance {

    /** 5,000 payments; beyond this the reading costs more than it tells. */
    static final int MOST_PAGES = 50;

    private final Clock clock;
    private final Instant until;
    private int pages = MOST_PAGES;

    Allowance(Clock clock, Duration patience) {
        this.clock = clock;
        this.until = clock.instant().plus(patience);
    }

    /** Whether one more page may be read, which it then counts. */
    boolean takesAPage() {
        if (pages == 0 || clock.instant().isAfter(until)) {
            return false;
        }
        pages--;
        return true;
    }
}
