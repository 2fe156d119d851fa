package dev.refill.idempotency.r2dbc;

import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.Fingerprint;

/** A request that asks for the claim of its key. */
record AskedClaim(ClaimKey key, Fingerprint fingerprint) {}
