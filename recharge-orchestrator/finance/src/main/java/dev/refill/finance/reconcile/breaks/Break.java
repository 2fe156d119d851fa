package dev.refill.finance.reconcile.breaks;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

import dev.refill.finance.reconcile.BreakId;
import dev.refill.finance.reconcile.PairId;
import dev.refill.finance.reconcile.rule.BreakClass;
import dev.refill.finance.reconcile.rule.Finding.Difference;
import dev.refill.finance.reconcile.rule.LineKey;

/**
 * A difference that was found.
 *
 * @param difference theirs less ours; {@code null} if the sides cannot be subtracted
 * @param posted what corrections have posted of it, in minor units
 * @param since the day of its first line
 * @param owner who looks after it; {@code null}: nobody
 * @param evidence the lines of both sides, as JSON
 * @param decision what is proposed or being posted, as JSON; {@code null}: nothing
 * @param version rises with every change
 * @param resolvedAt {@code null}: it is not resolved
 */
public record Break(BreakId id, PairId pair, LineKey key, BreakClass about, BreakState state,
        @Nullable Difference difference, BigInteger posted, LocalDate since, @Nullable String owner, String evidence,
        @Nullable String decision, int version, Instant openedAt, @Nullable Instant resolvedAt) {}
