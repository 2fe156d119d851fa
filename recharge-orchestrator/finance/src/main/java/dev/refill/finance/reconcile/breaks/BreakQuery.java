package dev.refill.finance.reconcile.breaks;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.rule.BreakClass;

/**
 * Which breaks are asked for.
 *
 * @param pair {@code null}: of any
 * @param state {@code null}: in any
 * @param about {@code null}: of any class
 * @param after only those behind it, in the order of the oldest first; {@code null}: from the oldest
 * @param most how many
 */
public record BreakQuery(@Nullable PairId pair, @Nullable BreakState state, @Nullable BreakClass about,
        @Nullable BreakId after, int most) {}
