package dev.refill.risk;

import java.math.BigInteger;

/**
 * What is known about a number when it is about to be recharged, this order not counted.
 *
 * @param priceMinor what this order costs, in minor units
 * @param ordersLastHour how many orders the number had within an hour, refused cards included
 * @param paidLastDay what was or may yet be paid for the number within a day, in minor units of the same currency
 * @param samePriceLastMinute how many orders of the same price the number had within a minute
 * @param repeatConfirmed whether the customer confirmed that a repetition is meant
 */
public record RiskFacts(long priceMinor, long ordersLastHour, BigInteger paidLastDay, long samePriceLastMinute,
        boolean repeatConfirmed) {}
