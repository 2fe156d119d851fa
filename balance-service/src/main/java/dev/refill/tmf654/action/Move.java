package dev.refill.tmf654.action;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import dev.refill.ledger.AccountId;

/**
 * An action that is one entry of two lines.
 *
 * @param from whence its amount
 * @param to whither
 * @param expiresAt of a reservation
 * @param reservation that it uses up
 */
public record Move(NewAction request, BucketId bucket, AccountId from, AccountId to, Instant at,
        @Nullable Instant expiresAt, @Nullable String reservation) {}
