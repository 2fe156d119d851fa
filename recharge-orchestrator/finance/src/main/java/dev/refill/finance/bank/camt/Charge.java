package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;

/**
 * What the bank takes for it.
 *
 * @param direction {@code null}: not told
 * @param included whether the amount that it belongs to is already without it; {@code null}: not told
 */
public record Charge(Money amount, @Nullable Direction direction, @Nullable Boolean included) {}
