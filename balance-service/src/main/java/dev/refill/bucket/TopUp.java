package dev.refill.bucket;

import java.time.Instant;

import dev.refill.ledger.LedgerUnit;

/**
 * Credit that is about to come.
 *
 * @param reference the caller's own id of it, 1 to 33 lower case letters, digits and underscores
 * @param owner a subscriber's id
 * @param unit of the credit
 * @param lasting how long it can be spent
 * @param at from when on
 */
public record TopUp(String reference, String owner, LedgerUnit unit, Lasting lasting, Instant at) {

    public TopUp {
        if (!reference.matches("[a-z0-9_]{1,33}")) {
            throw new IllegalArgumentException(
                    "reference: " + reference + " (expected: 1 to 33 lower case letters, digits, underscores)");
        }
    }
}
