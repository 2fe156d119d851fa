package dev.refill.transfer;

import java.time.Instant;

import dev.refill.ledger.Amount;
import dev.refill.subscriber.Msisdn;

/**
 * Credit that was given.
 *
 * @param from by whom
 * @param to to whom
 * @param amount what the recipient got
 * @param fee what the sender paid on top of it, 0 or more, in the same unit
 * @param at when
 */
public record Transfer(TransferId id, Msisdn from, Msisdn to, Amount amount, long fee, Instant at) {}
