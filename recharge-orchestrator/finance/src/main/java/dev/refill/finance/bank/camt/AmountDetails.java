package dev.refill.finance.bank.camt;

import org.jspecify.annotations.Nullable;

import dev.refill.gateway.Money;

/**
 * The amounts behind an amount, each in a currency of its own. Nothing is there that was not told.
 *
 * @param instructed what was asked to be paid
 * @param transaction what was paid
 * @param counterValue what that was before charges, in the account's currency
 */
public record AmountDetails(@Nullable Money instructed, @Nullable Money transaction, @Nullable Money counterValue) {}
