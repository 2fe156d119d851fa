package dev.refill.idempotency.r2dbc;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import dev.refill.idempotency.ClaimKey;
import dev.refill.idempotency.HeldClaim;

/** Names a claim to a statement on one alone. */
final class Bindings {

    private Bindings() {}

    static GenericExecuteSpec key(GenericExecuteSpec sql, ClaimKey key) {
        return sql.bind("client", key.client()).bind("endpoint", key.endpoint()).bind("key", key.key());
    }

    static GenericExecuteSpec claim(GenericExecuteSpec sql, HeldClaim claim) {
        return key(sql, claim.key()).bind("claimId", claim.id().value()).bind("attempt", claim.attempt());
    }
}
