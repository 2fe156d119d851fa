package dev.refill.usage;

import java.time.LocalDate;

import dev.refill.ledger.Amount;
import dev.refill.tariff.plan.Service;

/**
 * What was used of a service in a period.
 *
 * @param period its first day
 * @param quantity in the unit of the service
 * @param charged credit; less than zero if more was given back than taken
 */
public record UsageCount(LocalDate period, Service service, long quantity, Amount charged) {}
