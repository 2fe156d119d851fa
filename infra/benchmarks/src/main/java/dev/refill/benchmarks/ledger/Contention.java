package dev.refill.benchmarks.ledger;

import java.util.Locale;

/** What the other leg of a credit is; the first one is a bucket of one of many subscribers. */
enum Contention {
    /** One account for all, as a real recharge has it. */
    HOT,
    /** An account of the subscriber's own. */
    UNIFORM;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
