package dev.refill.gateway;

import org.jspecify.annotations.Nullable;

/**
 * How far the lines of a payout were read.
 *
 * @param mark the adapter's own note of where it is, {@code null} at the beginning
 */
public record SettlementPosition(ProviderReference payout, @Nullable String mark) {}
