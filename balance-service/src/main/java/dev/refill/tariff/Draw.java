package dev.refill.tariff;

import dev.refill.ledger.Amount;

/**
 * What a usage takes from a bucket.
 *
 * @param bucket its id
 * @param amount more than zero: of the unit of usage from an allowance, of the plan's unit from credit
 */
public record Draw(String bucket, Amount amount) {}
