package dev.refill.gateway;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;

/**
 * Money that a provider sent to our bank account, or took from it.
 *
 * @param reference the provider's id of it
 * @param amount minor units, below zero if the provider took it
 * @param currency of the amount
 * @param createdAt by the provider's clock
 * @param arrivesOn the day on which the bank should book it, in UTC
 */
public record Payout(ProviderReference reference, long amount, Currency currency, Instant createdAt,
        LocalDate arrivesOn, PayoutState state) {}
