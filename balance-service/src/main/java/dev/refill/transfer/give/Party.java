package dev.refill.transfer.give;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

import dev.refill.ledger.LedgerUnit;
import dev.refill.subscriber.Subscriber;
import dev.refill.tariff.TariffPlan;

/**
 * A side of a transfer.
 *
 * @param plan by which it uses the network; empty: none in force
 */
record Party(Subscriber subscriber, Optional<TariffPlan> plan) {

    boolean countsIn(LedgerUnit unit) {
        return plan.map(TariffPlan::unit).map(unit::equals).orElse(true);
    }

    /** Where its days begin. */
    ZoneId zone() {
        return plan.map(found -> found.bands().zone()).orElse(ZoneOffset.UTC);
    }
}
