package dev.refill.finance.reconcile.source;

import java.time.Instant;
import java.util.Currency;

import dev.refill.gateway.ProviderReference;
import dev.refill.gateway.SettlementKind;

/**
 * Something of which one side holds that it happened at a provider.
 *
 * @param reference what that side knows it by, 1 to 255 characters
 * @param id the provider's id of it: of the payment for a charge, of the refund or dispute for what goes back
 * @param amount minor units, below zero if it went out
 * @param fee minor units that the provider keeps of it, 0 where the pair does not compare fees
 */
public record Movement(String reference, SettlementKind kind, ProviderReference id, long amount, long fee,
        Currency currency, Instant occurredAt) {}
