package dev.refill.usage;

import java.time.Instant;

import dev.refill.ledger.Amount;
import dev.refill.tariff.plan.Service;

/**
 * So much of something was used.
 *
 * @param target a destination, or a rating group in digits
 * @param from when the usage began
 * @param until up to when the network has told of it
 * @param quantity in the unit of the service; less than zero: taken back
 * @param charged credit in the plan's unit; less than zero: given back
 */
public record Used(Service service, String target, Instant from, Instant until, long quantity, Amount charged) {

    public boolean isNothing() {
        return quantity == 0 && charged.value() == 0;
    }

    /** What takes it back. */
    public Used reversed() {
        return new Used(service, target, from, until, -quantity, charged.negated());
    }
}
