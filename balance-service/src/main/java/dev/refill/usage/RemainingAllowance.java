package dev.refill.usage;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.AccountId;
import dev.refill.ledger.Amount;

/**
 * How much of an allowance is left.
 *
 * @param bucket where it is held
 * @param allowance its name in the tariff plan
 * @param remaining what is not used, what sessions hold included; 0 or more
 * @param filled what there was after the last fill, at least as much
 * @param until at this instant it ends; {@code null}: never
 */
public record RemainingAllowance(AccountId bucket, String allowance, Amount remaining, long filled,
        @Nullable Instant until) {}
