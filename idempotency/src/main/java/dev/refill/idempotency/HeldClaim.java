package dev.refill.idempotency;

/**
 * A claim in somebody's hands.
 *
 * @param key what it is looked up by
 * @param id the same over all attempts
 * @param attempt counts from 1 and is the fence: what a holder says counts only while its attempt is the latest
 */
public record HeldClaim(ClaimKey key, ClaimId id, int attempt) {}
