package dev.refill.close;

import java.math.BigInteger;

import dev.refill.ledger.LedgerUnit;

/**
 * A line of a trial balance, in the unit's smallest parts. Over all lines of a unit each column is zero, plus and minus together.
 *
 * @param account a system account, or all holdings of a kind: {@code bucket:*}, {@code frozen:*}, {@code receivable:*}
 * @param opening before the first day
 * @param plus what was added
 * @param minus what was taken, zero or less
 * @param closing after the last day
 */
public record TrialLine(String account, LedgerUnit unit, BigInteger opening, BigInteger plus, BigInteger minus,
        BigInteger closing) {}
